using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Tests.Cluster.Regions.Grains;

/// <summary>A text that the code of a region may not be able to read, until it is mended.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct FragileText(string Text)
{
    /// <summary>What cannot be read at present.</summary>
    public static ConcurrentDictionary<string, bool> Unreadable { get; } = new();

    internal sealed class Converter : JsonConverter<FragileText>
    {
        public override FragileText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString()!;
            return Unreadable.ContainsKey(text) ? throw new JsonException($"'{text}' is more than this code understands.") : new FragileText(text);
        }

        public override void Write(Utf8JsonWriter writer, FragileText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
