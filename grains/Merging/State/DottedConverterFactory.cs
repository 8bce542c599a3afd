using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>Writes <see cref="Dotted{T}"/> as an object with a property for each dot.</summary>
internal sealed class DottedConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Dotted<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Dotted<T>>
    {
        public override Dotted<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<Dictionary<Dot, T>>(ref reader, options)!.ToImmutableSortedDictionary());

        public override void Write(Utf8JsonWriter writer, Dotted<T> value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Values, options);
    }
}
