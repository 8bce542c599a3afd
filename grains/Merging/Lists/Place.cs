using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>
/// Where an element of an <see cref="OrderedList{T}"/> stands: a path through the tree of Fugue (Weidner, Kleppmann, The Art of the Fugue, 2023), in which what was inserted in a row by one writer stays together. An element's
/// left children stand before it, its right ones after it. The path says all, so an element needs no other one to be there, and a removed one leaves nothing behind.
/// </summary>
/// <param name="Steps">From the top.</param>
internal readonly record struct Place([property: JsonPropertyName("s")] ImmutableArray<Step> Steps) : IComparable<Place>
{
    /// <summary>A place between two that stand next to each other.</summary>
    /// <param name="before">What stands before it; null at the beginning.</param>
    /// <param name="after">What stands after it; null at the end.</param>
    /// <param name="dot">Of the insertion.</param>
    public static Place Between(Place? before, Place? after, Dot dot)
    {
        if (before is { } left)
        {
            // Appending to one's own row keeps the path short.
            var last = left.Steps[^1];
            var next = new Place(left.Steps.SetItem(left.Steps.Length - 1, last with { Index = last.Index + 1 }));
            if (last.Row.Origin == dot.Origin && (after is null || next.CompareTo(after.Value) < 0))
            {
                return next;
            }

            var child = new Place(left.Steps.Add(new Step(true, dot, 0)));
            if (after is null || child.CompareTo(after.Value) < 0)
            {
                return child;
            }
        }

        return after is { } right ? new Place(right.Steps.Add(new Step(false, dot, 0))) : new Place([new Step(true, dot, 0)]);
    }

    public int CompareTo(Place other)
    {
        var shared = Math.Min(Steps.Length, other.Steps.Length);
        for (var i = 0; i < shared; i++)
        {
            if (Steps[i].CompareTo(other.Steps[i]) is var order and not 0)
            {
                return order;
            }
        }

        // One is above the other: it stands after its left children and before its right ones.
        return Steps.Length == other.Steps.Length ? 0
            : Steps.Length > shared ? (Steps[shared].IsRight ? 1 : -1)
            : other.Steps[shared].IsRight ? -1 : 1;
    }
}
