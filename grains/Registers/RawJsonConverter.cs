using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Registers;

/// <summary>Keeps a JSON text as JSON inside the state's JSON, byte for byte, so that a document costs its own size and not that of its escaped form.</summary>
internal sealed class RawJsonConverter : JsonConverter<string?>
{
    /// <summary>The document <c>null</c> is a document too.</summary>
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value ?? "null", skipInputValidation: true);
}
