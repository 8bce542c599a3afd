using ActiveActive.Merging;
using ActiveActive.TestKit.Merging;
using CsCheck;

namespace ActiveActive.Tests.Unit.Merging;

public sealed class BoundedCounterTests
{
    [Fact]
    public void It_never_falls_below_zero_whatever_regions_know_and_however_often_requests_come()
    {
        var lowered = 0;
        MergeLaws.Steps(BoundedCounterWorld.Changes).Sample(
            steps =>
            {
                var world = new MergeWorld<BoundedCounter>(steps);
                var all = world.States.Aggregate(static (one, other) => one.Join(other));
                lowered += all.Value.Lowered.IsEmpty ? 0 : 1;
                return all.Value.Value >= 0 && Enumerable.Range(0, 3).All(region => all.Value.RightsOf(MergeWorld<BoundedCounter>.Origin(region)) >= 0);
            },
            iter: 5000,
            threads: 1,
            print: static steps => string.Join("; ", steps));
        Assert.True(lowered > 500, $"Only in {lowered} cases it was lowered.");
    }

    [Fact]
    public void Rights_move_and_bound_each_region()
    {
        var region = new Region<BoundedCounter>("a");
        region.Update((value, at) => value.Raise(at, 10));
        region.Update((value, at) => value.Transfer(at, new Origin("b", 1), 4)!);

        Assert.Equal(10, region.Value.Value);
        Assert.Equal(6, region.Value.RightsOf(region.Origin));
        Assert.Equal(4, region.Value.RightsOf(new Origin("b", 1)));
        region.Update((value, at) =>
        {
            Assert.Null(value.TryLower(at, 7));
            return value.TryLower(at, 6)!;
        });
        Assert.Equal(4, region.Value.Value);
    }

    [Fact]
    public void A_retry_in_another_region_may_be_lowered_by_only_when_all_know_of_it()
    {
        var effect = Guid.NewGuid();
        var (a, b) = (new Region<BoundedCounter>("a"), new Region<BoundedCounter>("b"));
        a.Update((value, at) => value.Raise(at, 5), effect);
        b.Update((value, at) => value.Raise(at, 5), effect, isRetry: true);
        Assert.Equal(0, b.Value.RightsOf(b.Origin));

        a.Take(b);
        b.Take(a);
        Assert.Equal(5, a.Value.Value);
        Assert.Equal(5, a.Value.RightsOf(a.Origin));
        Assert.Equal(0, b.Value.RightsOf(b.Origin));
    }

    [Fact]
    public void A_raise_that_came_as_a_retry_and_nowhere_else_may_be_lowered_by_once_it_is_stable()
    {
        var region = new Region<BoundedCounter>("b");
        region.Update((value, at) => value.Raise(at, 5), isRetry: true);
        Assert.Equal(0, region.Value.RightsOf(region.Origin));

        region.Fold();
        Assert.Equal(5, region.Value.RightsOf(region.Origin));
        Assert.Equal(5, region.Value.Value);
    }

    [Fact]
    public void Rights_of_a_region_that_is_gone_can_be_taken_on_purpose()
    {
        var (a, b) = (new Region<BoundedCounter>("a"), new Region<BoundedCounter>("b"));
        a.Update((value, at) => value.Raise(at, 5));
        b.Take(a);
        b.Update((value, at) => value.Reclaim(at, a.Origin));

        Assert.Equal(5, b.Value.RightsOf(b.Origin));
        Assert.Equal(0, b.Value.RightsOf(a.Origin));
        Assert.Equal(5, b.Value.Value);
    }
}
