using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.Tests.Unit.Drills;

public sealed class RecoveryTests
{
    [Fact]
    public void It_is_the_time_from_the_heal_to_the_last_grains_next_answer() =>
        Assert.Equal(700, Recovery.Of([At("x", 900), At("x", 1_300), At("y", 1_100), At("y", 1_700), At("x", 2_000), At("z", 1_700)], [1_000_000], 5_000_000));

    [Fact]
    public void Of_several_heals_the_slowest_counts() =>
        Assert.Equal(1_500, Recovery.Of([At("x", 1_100), At("x", 4_500)], [1_000_000, 3_000_000], 5_000_000));

    [Fact]
    public void A_grain_that_is_not_answered_again_counts_to_the_end()
    {
        Assert.Equal(4_000, Recovery.Of([At("x", 1_100), At("y", 900)], [1_000_000], 5_000_000));
        Assert.Equal(4_000, Recovery.Of([At("x", 1_100), At("y", 1_200) with { Outcome = Outcome.Unknown }], [1_000_000], 5_000_000));
    }

    [Fact]
    public void A_call_that_hung_at_the_heal_counts_until_it_has_ended_however_well_others_are_answered() =>
        Assert.Equal(2_000, Recovery.Of([At("x", 3_000, took: 2_100), At("x", 1_100), At("x", 1_300)], [1_000_000], 5_000_000));

    [Fact]
    public void Nothing_healed_is_no_recovery() => Assert.Null(Recovery.Of([At("x", 1)], [], 5_000_000));

    private static Operation At(string key, long milliseconds, long took = 50) =>
        new() { Id = Guid.CreateVersion7(), Kind = OperationKind.CounterRead, Key = key, Due = (milliseconds - took) * 1000, Start = (milliseconds - took) * 1000, End = milliseconds * 1000 };
}
