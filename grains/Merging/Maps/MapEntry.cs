using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>An entry of a map as it is stored.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
internal readonly record struct MapEntry<TKey, TValue>([property: JsonPropertyName("k")] TKey Key, [property: JsonPropertyName("v")] TValue Value);
