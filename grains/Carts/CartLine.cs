using ActiveActive.Merging;

namespace ActiveActive.Carts;

/// <summary>How many of an item.</summary>
[Immutable]
internal sealed record CartLine
{
    public Counter Quantity { get; init; } = Counter.Empty;
}
