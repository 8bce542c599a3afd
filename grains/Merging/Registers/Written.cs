using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A value with the time of its write.</summary>
/// <param name="Stamp">The time.</param>
/// <param name="Value">The value.</param>
/// <typeparam name="T">The value.</typeparam>
public readonly record struct Written<T>([property: JsonPropertyName("t")] Stamp Stamp, [property: JsonPropertyName("v")] T Value);
