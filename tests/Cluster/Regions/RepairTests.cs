using ActiveActive.Replication.Repair;
using ActiveActive.Silo;
using ActiveActive.Silo.Replication.Repair;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions;

/// <summary>Damage that was done to a region's rows is found by comparison, and mended from another region.</summary>
public sealed class RepairTests(PostgresFixture postgres)
{
    private static readonly StateKey A = new("notebook", "a", "notes");

    [Fact]
    public async Task Regions_that_converged_have_no_difference()
    {
        await using var group = await Filled(2);
        var comparison = await Compare(group, 0, 1);
        Assert.Empty(comparison.Differences);
        Assert.Equal((40, 40), (comparison.Here, comparison.There));
    }

    [Fact]
    public async Task Changes_on_their_way_are_no_difference()
    {
        await using var group = await Filled(2);
        using var done = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            for (var number = 0; !done.IsCancellationRequested; number++)
            {
                await group.Notebook(writer % 2, $"{(number * 4) + writer}").Add($"{writer}");
            }
        }));
        for (var run = 0; run < 3; run++)
        {
            var comparison = await Compare(group, run % 2, 1 - (run % 2));
            Assert.DoesNotContain(comparison.Differences, static one => one.Finding is not Finding.Changing);
        }

        await done.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_row_that_was_deleted_is_found_from_both_sides_and_fetched()
    {
        await using var group = await Filled(2);
        await group.Clusters[1]!.Execute("delete from activeactive.state where grain_key = 'a'");

        Assert.Equal([(A, Finding.LacksThere)], Found(await Compare(group, 0, 1)));
        Assert.Equal([(A, Finding.LacksHere)], Found(await Compare(group, 1, 0)));

        var (_, mended) = await Repair(group, 1).Fetch(RegionGroup.Name(0), TestContext.Current.CancellationToken);
        Assert.Equal([A], mended);
        Assert.Empty((await Compare(group, 0, 1)).Differences);
        await group.Converge(static page => page is { Count: 1, Words: ["pen"] }, "a");
        await group.Notebook(1, "a").Add("ink");
        await group.Converge(static page => page.Count == 2, "a");
    }

    [Fact]
    public async Task What_waits_for_what_a_deleted_row_had_is_merged_when_that_is_fetched()
    {
        await using var group = await Filled(2, static options => options.CompareWithin = TimeSpan.FromSeconds(1));
        await group.Clusters[1]!.Execute("delete from activeactive.state where grain_key = 'a'");
        await group.Notebook(0, "a").Add("ink");

        await Eventually.Holds(async () => await group.Clusters[1]!.Scalar<long>("select head from activeactive.stream where region = 'r0'") > await group.Clusters[1]!.Scalar<long>("select applied from activeactive.stream where region = 'r0'"), "the change has come");

        var late = await Assert.ThrowsAsync<InvalidOperationException>(() => Compare(group, 1, 0));
        Assert.Contains("aactl regions repair", late.Message, StringComparison.Ordinal);
        var (_, mended) = await Repair(group, 1).Fetch(RegionGroup.Name(0), TestContext.Current.CancellationToken);

        Assert.Equal([A], mended);
        await group.Converge(static page => page is { Count: 2, Words: ["ink", "pen"] }, "a");
        await Eventually.Holds(async () => (await Compare(group, 1, 0)).Differences is [], "both have applied all");
    }

    [Fact]
    public async Task A_row_that_was_altered_is_found_and_replaced_only_when_it_is_said_by_which()
    {
        await using var group = await Filled(3);
        await Alter(group, 1);

        // The third region tells which of them is right.
        Assert.Equal([(A, Finding.Altered)], Found(await Compare(group, 0, 1)));
        Assert.Equal([(A, Finding.Altered)], Found(await Compare(group, 1, 2)));
        Assert.Empty(Found(await Compare(group, 0, 2)));

        var (_, mended) = await Repair(group, 1).Fetch(RegionGroup.Name(0), TestContext.Current.CancellationToken);
        Assert.Empty(mended);
        Assert.Equal(Finding.Altered, await Repair(group, 1).Replace(RegionGroup.Name(0), A, TestContext.Current.CancellationToken));

        Assert.Empty((await Compare(group, 0, 1)).Differences);
        await group.Notebook(2, "a").Add("ink");
        await group.Converge(static page => page is { Count: 2, Words: ["ink", "pen"] }, "a");
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_found_and_replaced()
    {
        await using var group = await Filled(2);
        await group.Clusters[1]!.Execute("update activeactive.state set payload = 'gone' where grain_key = 'a'");
        Assert.Equal([(A, Finding.UnreadableThere)], Found(await Compare(group, 0, 1)));
        Assert.Equal([(A, Finding.UnreadableHere)], Found(await Compare(group, 1, 0)));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Repair(group, 0).Replace(RegionGroup.Name(1), A, TestContext.Current.CancellationToken));
        Assert.Contains("damaged itself", refused.Message, StringComparison.Ordinal);
        await Repair(group, 1).Replace(RegionGroup.Name(0), A, TestContext.Current.CancellationToken);
        Assert.Empty((await Compare(group, 0, 1)).Differences);
        await group.Converge(static page => page is { Count: 1, Words: ["pen"] }, "a");
    }

    [Fact]
    public async Task A_row_that_lost_a_change_gets_it_back_and_keeps_its_own()
    {
        await using var group = await Filled(2);
        await group.Clusters[1]!.Execute("create table old as select * from activeactive.state where grain_key = 'a'");
        await group.Notebook(0, "a").Add("lost");
        await group.Converge(static page => page.Count == 2, "a");
        await Eventually.Holds(async () => await group.Clusters[1]!.Scalar<bool>("select applied = head from activeactive.stream where region = 'r0'"), "it is noted, so that it is not merged again");
        await group.Stop(1);
        await group.Start(1);
        await group.Clusters[1]!.Execute("update activeactive.state s set payload = old.payload from old where s.grain_key = 'a'");
        await group.Notebook(1, "a").Add("own");

        await Eventually.Holds(async () => Found(await Compare(group, 1, 0)) is [(_, Finding.LacksHere)], "it lacks one");
        await Repair(group, 1).Fetch(RegionGroup.Name(0), TestContext.Current.CancellationToken);
        await group.Converge(static page => page is { Count: 3, Words: ["lost", "own", "pen"] }, "a");
        Assert.Empty((await Compare(group, 0, 1)).Differences);
    }

    [Fact]
    public async Task Operators_see_it_all_by_a_grain()
    {
        await using var group = await Filled(2);
        await group.Clusters[1]!.Execute("delete from activeactive.state where grain_key = 'a'");
        var regions = group.Clusters[1]!.Grains.GetGrain<IRegionsGrain>(0);

        var status = await regions.Status();
        Assert.True(status is { Region: "r1.1", IsWhole: true, Aside: 0, Peers: [{ Name: "r0", Problem: null, IsWhole: true }] });
        Assert.Contains(status.Streams, static stream => stream is { Name: "r0.1/0/all", Stored: > 0, Kept: > 0 });
        var lost = Assert.Single((await regions.Verify("r0")).Differences);
        Assert.True(lost is { GrainType: "notebook", GrainKey: "a", Name: "notes", How: "LacksHere", Seen: null, PeerSeen: not null, IsMended: false });
        Assert.True(Assert.Single((await regions.Fetch("r0")).Differences).IsMended);
        Assert.Empty((await regions.Verify("r0")).Differences);
        Assert.Equal("Same", await regions.Replace("r0", "notebook", "a", "notes"));

        await group.Stop(0);
        Assert.NotNull((await regions.Status()).Peers[0].Problem);
        await Assert.ThrowsAsync<InvalidOperationException>(() => regions.Verify("r0"));
    }

    private static async Task Alter(RegionGroup group, int region)
    {
        await group.Clusters[region]!.Execute("update activeactive.state set payload = convert_to(replace(convert_from(payload, 'UTF8'), '\"pen\"', '\"pin\"'), 'UTF8') where grain_key = 'a'");
        Assert.Equal(1, await group.Clusters[region]!.Scalar<long>("select count(*) from activeactive.state where position('pin' in convert_from(payload, 'UTF8')) > 0"));
    }

    private static (StateKey, Finding)[] Found(Comparison comparison) => [.. comparison.Differences.Select(static one => (one.Key, one.Finding))];

    private static Task<Comparison> Compare(RegionGroup group, int region, int peer) =>
        group.Clusters[region]!.Service<PeerComparer>().Compare(RegionGroup.Name(peer), TestContext.Current.CancellationToken);

    private static RegionRepair Repair(RegionGroup group, int region) => group.Clusters[region]!.Service<RegionRepair>();

    // 40 notebooks, of which one is looked at.
    private async Task<RegionGroup> Filled(int regions, Action<ReplicationOptions>? configure = null)
    {
        var group = await RegionGroup.Start(postgres, regions, configure: configure);
        await Task.WhenAll(Enumerable.Range(0, 39).Select(number => group.Notebook(number % regions, $"{number}").Add("word")).Append(group.Notebook(0, "a").Add("pen")));
        await group.Converge(static page => page.Count == 1, [.. Enumerable.Range(0, 39).Select(static number => $"{number}"), "a"]);
        return group;
    }
}
