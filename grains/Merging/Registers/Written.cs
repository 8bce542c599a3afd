using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A value with the time of its write.</summary>
/// <typeparam name="T">The value.</typeparam>
internal readonly record struct Written<T>([property: JsonPropertyName("t")] Stamp Stamp, [property: JsonPropertyName("v")] T Value);
