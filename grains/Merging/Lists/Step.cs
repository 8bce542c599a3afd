using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A step down the tree of places.</summary>
/// <param name="IsRight">Whether to a child that stands after its parent, or before it.</param>
/// <param name="Row">Names the row of elements that one writer has inserted one after the other: the dot of the first.</param>
/// <param name="Index">Which of them.</param>
internal readonly record struct Step(
    [property: JsonPropertyName("r")] bool IsRight,
    [property: JsonPropertyName("d")] Dot Row,
    [property: JsonPropertyName("i")] int Index) : IComparable<Step>
{
    public int CompareTo(Step other) =>
        IsRight.CompareTo(other.IsRight) is var bySide and not 0 ? bySide
        : Row.CompareTo(other.Row) is var byRow and not 0 ? byRow
        : Index.CompareTo(other.Index);
}
