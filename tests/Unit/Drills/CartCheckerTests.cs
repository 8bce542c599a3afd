using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Load;

namespace ActiveActive.Tests.Unit.Drills;

/// <summary>What several regions show of carts at the end: a good state passes, and each planted fault is found as what it is.</summary>
public sealed class CartCheckerTests
{
    private const string Cart = "drill-1";
    private static readonly string[] s_regions = ["r1", "r2", "r3"];

    [Fact]
    public void Regions_that_show_every_put_once_pass()
    {
        var puts = Puts();
        Assert.Empty(CartChecker.Check(puts, All(puts)));
    }

    [Fact]
    public void A_put_that_one_region_does_not_show_is_lost_and_the_regions_differ()
    {
        var puts = Puts();
        var findings = CartChecker.Check(puts, Final(region => Show(puts.Where(put => region != "r2" || put.Id != puts[4].Id)))).ToList();
        Assert.Equal([FindingKind.Diverged, FindingKind.Lost], findings.Select(static finding => finding.Kind).Distinct().Order().Reverse());
        Assert.Contains("is not there in r2", Assert.Single(findings, static finding => finding.Kind == FindingKind.Lost).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_put_that_nobody_shows_is_lost_once()
    {
        var puts = Puts();
        var finding = Assert.Single(CartChecker.Check(puts, All(puts[1..])));
        Assert.Equal((FindingKind.Lost, 1), (finding.Kind, finding.Count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_put_that_counts_more_than_once_is_doubled(int times)
    {
        var puts = Puts();
        var finding = Assert.Single(CartChecker.Check(puts, All([.. puts, .. Enumerable.Repeat(puts[7], times - 1)])));
        Assert.Equal(FindingKind.Doubled, finding.Kind);
        Assert.Contains($"{puts[7].Id}", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_put_may_be_there_or_not_but_not_twice()
    {
        var puts = Puts();
        puts[3] = puts[3] with { Outcome = Outcome.Unknown };
        Assert.Empty(CartChecker.Check(puts, All(puts)));
        Assert.Empty(CartChecker.Check(puts, All([.. puts.Where(put => put != puts[3])])));
        Assert.Equal(FindingKind.Doubled, Assert.Single(CartChecker.Check(puts, All([.. puts, puts[3]]))).Kind);
    }

    [Fact]
    public void A_refused_put_must_not_be_there()
    {
        var puts = Puts();
        puts[3] = puts[3] with { Outcome = Outcome.Refused };
        Assert.Equal(FindingKind.Doubled, Assert.Single(CartChecker.Check(puts, All(puts))).Kind);
        Assert.Empty(CartChecker.Check(puts, All([.. puts.Where(put => put != puts[3])])));
    }

    [Fact]
    public void What_nobody_put_there_is_found()
    {
        var puts = Puts();
        var findings = CartChecker.Check(puts[1..], All(puts)).ToList();
        Assert.Equal(s_regions.Length, findings.Count);
        Assert.All(findings, static finding => Assert.Equal(FindingKind.Doubled, finding.Kind));
    }

    [Fact]
    public void The_puts_of_all_regions_differ_and_share_their_items()
    {
        var puts = Enumerable.Range(0, 3).SelectMany(static process => Enumerable.Range(0, 100).Select(number => (process, Put: new CartItems(process, 3).Of(number)))).ToList();
        Assert.Distinct(puts.Select(static put => put.Put));
        Assert.All(puts.GroupBy(static put => put.Put.Item).SkipLast(1), static item => Assert.Equal(3, item.DistinctBy(static put => put.process).Count()));
        Assert.All(puts, static put => Assert.InRange(put.Put.Quantity, 1, 1_000_000));
    }

    [Fact]
    public void A_region_includes_another_when_it_shows_each_of_its_puts()
    {
        var puts = Puts();
        var (all, some) = (Show(puts), Show(puts[2..]));
        Assert.True(all.Includes(some));
        Assert.True(some.Includes(some));
        Assert.False(some.Includes(all));
    }

    [Fact]
    public void A_read_in_a_restored_region_may_be_behind_those_before_the_restore_and_not_behind_later_ones()
    {
        Operation[] reads = [Read("r1", 0, 10), Read("r1", 200, 4), Read("r1", 300, 8), Read("r2", 300, 8)];
        Assert.Empty(MonotonicChecker.Check(reads, ("r1", 100)));
        Assert.Equal(2, MonotonicChecker.Check(reads).Count());
        Assert.Single(MonotonicChecker.Check([.. reads, Read("r1", 400, 7)], ("r1", 100)));
        Assert.Single(MonotonicChecker.Check([.. reads, Read("r2", 400, 7)], ("r1", 100)));
    }

    [Fact]
    public void A_read_that_goes_back_in_its_region_is_found_whatever_others_show()
    {
        Assert.Empty(MonotonicChecker.Check([Read("r1", 0, 10), Read("r2", 100, 4)]));
        Assert.Equal(FindingKind.WentBack, Assert.Single(MonotonicChecker.Check([Read("r1", 0, 10), Read("r1", 100, 4)])).Kind);
    }

    private static List<Operation> Puts() =>
    [
        .. s_regions.SelectMany(static (region, process) => Enumerable.Range(0, 8).Select(number =>
        {
            var (item, quantity) = new CartItems(process, s_regions.Length).Of(number);
            return new Operation { Id = Guid.CreateVersion7(), Kind = OperationKind.CartPut, Key = Cart, Region = region, Text = item, Amount = quantity, Due = 0 };
        })),
    ];

    private static Operation Read(string region, long start, long version) =>
        new() { Id = Guid.CreateVersion7(), Kind = OperationKind.CartRead, Key = Cart, Region = region, Due = start, Start = start, End = start + 10, Version = version };

    private static RegionCarts Show(IEnumerable<Operation> puts) => new(new Dictionary<string, IReadOnlyDictionary<string, long>>
    {
        [Cart] = puts.GroupBy(static put => put.Text!).ToDictionary(static item => item.Key, static item => item.Sum(static put => put.Amount)),
    });

    private static FinalState All(IReadOnlyList<Operation> puts) => Final(_ => Show(puts));

    private static FinalState Final(Func<string, RegionCarts> show) => FinalState.Of(s_regions.ToDictionary(static region => region, show), TimeSpan.Zero);
}
