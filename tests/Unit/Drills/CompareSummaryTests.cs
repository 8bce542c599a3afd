using ActiveActive.Cli.Drills.Compare;
using ActiveActive.TestKit.Checks;

namespace ActiveActive.Tests.Unit.Drills;

public sealed class CompareSummaryTests
{
    private static readonly CompareTarget Stock = CompareTarget.Peers.Single(static peer => peer.Name == "stock");

    [Fact]
    public void A_row_has_medians_of_times_and_sums_of_damage()
    {
        CompareTrial[] trials = [Trial("ours", 1, 100), Trial("stock", 1, 3000), Trial("ours", 2, 200), Trial("stock", 2, 9000), Trial("ours", 3, 900), Trial("stock", 3, 4000)];
        var stock = CompareSummary.Of(Stock, trials);
        Assert.Equal(new Gaps(2000, 4000, 8000), stock.GapMilliseconds);
        Assert.Equal((3, 18_000, 20, 3, 6), (stock.Trials, stock.LongestGapMilliseconds, stock.TimesOurs, stock.Lost, stock.Doubled));
        Assert.Equal(12_000, stock.LongestCallMilliseconds);
        Assert.Equal(1, CompareSummary.Of(CompareTarget.Ours, trials).TimesOurs);
    }

    [Fact]
    public void The_median_of_an_even_number_is_in_the_middle()
    {
        CompareTrial[] trials = [Trial("ours", 1, 100), Trial("ours", 2, 300)];
        Assert.Equal(new Gaps(100, 200, 400), CompareSummary.Of(CompareTarget.Ours, trials).GapMilliseconds);
    }

    private static CompareTrial Trial(string target, int trial, double gap) => new()
    {
        Target = target,
        Trial = trial,
        Victim = 1,
        GapMilliseconds = new Gaps(gap / 2, gap, gap * 2),
        LongestCallMilliseconds = gap * 3,
        Passed = true,
        Silent = 0,
        Calls = 10,
        Errors = 1,
        ErrorsBefore = 0,
        Lost = 1,
        Doubled = 2,
        Died = [],
        Folder = "",
    };
}
