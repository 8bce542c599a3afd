using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

internal sealed class VersionVectorConverter : JsonConverter<VersionVector>
{
    public override VersionVector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        VersionVector.Of(JsonSerializer.Deserialize<Dictionary<Origin, long>>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, VersionVector value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Seen, options);
}
