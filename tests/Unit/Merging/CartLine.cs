using ActiveActive.Merging;

namespace ActiveActive.Tests.Unit.Merging;

public sealed record CartLine
{
    public Counter Quantity { get; init; } = Counter.Empty;

    public MaxRegister<int> Price { get; init; } = MaxRegister<int>.Empty;
}
