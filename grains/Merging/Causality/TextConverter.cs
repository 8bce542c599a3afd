using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>Writes a value as its text, also as the name of a property.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="parse">Reads its text; throws <see cref="FormatException"/>.</param>
internal abstract class TextConverter<T>(Func<string, T> parse) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString()!);

    private T Parse(string? text)
    {
        try
        {
            return parse(text ?? "");
        }
        catch (FormatException error)
        {
            throw new JsonException(error.Message, error);
        }
    }
}
