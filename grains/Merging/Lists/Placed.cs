using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>An element of a list with its place.</summary>
/// <typeparam name="T">The element.</typeparam>
internal readonly record struct Placed<T>([property: JsonPropertyName("p")] Place Place, [property: JsonPropertyName("v")] T Value);
