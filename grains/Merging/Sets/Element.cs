using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>An element of a set as it is stored.</summary>
/// <param name="Item">The element.</param>
/// <param name="Changes">The changes that nothing has replaced: true for an addition, false for a removal.</param>
/// <typeparam name="T">The element.</typeparam>
internal readonly record struct Element<T>([property: JsonPropertyName("i")] T Item, [property: JsonPropertyName("c")] Dotted<bool> Changes);
