using ActiveActive.Merging;
using ActiveActive.TestKit.Merging;
using CsCheck;

namespace ActiveActive.Tests.Unit.Merging;

internal static class BoundedCounterWorld
{
    public static Gen<MergeChange<BoundedCounter>> Changes { get; } = Gen.OneOf(
        Gen.Int[0, 5].Select(static amount => new MergeChange<BoundedCounter>($"raise {amount}", (value, at) => value.Raise(at, amount))),
        Gen.Int[0, 5].Select(static amount => new MergeChange<BoundedCounter>($"lower {amount}", (value, at) => value.TryLower(at, amount) ?? value)),
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5], static (to, amount) => new MergeChange<BoundedCounter>($"give {amount} to {to}", (value, at) => value.Transfer(at, MergeWorld<BoundedCounter>.Origin(to), amount) ?? value)));
}
