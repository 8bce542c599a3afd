using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions;

/// <summary>Regions that replicate: real silos, databases and connections between them.</summary>
public sealed class ReplicationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_one_region_writes_is_read_in_the_others()
    {
        await using var group = await RegionGroup.Start(postgres, 3);
        Assert.Equal(1, await group.Notebook(0, "a").Add("pen"));
        await group.Notebook(1, "b").Title("ink");

        await group.Converge(static page => page is { Count: 1, Words: ["pen"] }, "a");
        await group.Converge(static page => page.Title == "ink", "b");
    }

    [Fact]
    public async Task Changes_made_at_the_same_time_meet()
    {
        await using var regions = await RegionGroup.Start(postgres, 3, silos: 2);
        string[] keys = ["a", "b", "c"];
        await Task.WhenAll(
            from region in Enumerable.Range(0, 3)
            from key in keys
            from number in Enumerable.Range(0, 30)
            select regions.Notebook(region, key).Add($"{region}-{number}"));

        await regions.Converge(static page => page.Count == 90 && page.Words.Length == 90, keys);
    }

    [Fact]
    public async Task A_removal_takes_what_was_seen_and_no_more()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await group.Notebook(0, "a").Add("pen");
        await group.Converge(static page => page.Count == 1, "a");
        await group.Notebook(1, "a").Remove("pen");
        await group.Converge(static page => page.Words.Length == 0, "a");
    }

    [Fact]
    public async Task A_region_that_was_away_catches_up_and_the_others_did_not_wait()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await group.Notebook(1, "a").Add("before");
        await group.Converge(static page => page.Count == 1, "a");
        await group.Stop(1);
        for (var number = 0; number < 50; number++)
        {
            await group.Notebook(0, "a").Add($"{number}");
        }

        await group.Start(1);
        await group.Converge(static page => page.Count == 51, "a");
    }

    [Fact]
    public async Task What_reached_one_region_is_relayed_by_it()
    {
        // Region 2 cannot reach region 0.
        await using var group = await RegionGroup.Start(postgres, 3, 1, (From: 0, To: 2));
        await group.Notebook(0, "a").Add("pen");
        await group.Converge(static page => page.Count == 1, "a");
    }

    [Fact]
    public async Task The_log_is_trimmed_when_every_region_has_it()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        for (var number = 0; number < 20; number++)
        {
            await group.Notebook(number % 2, "a").Add($"{number}");
        }

        await group.Converge(static page => page.Count == 20, "a");
        foreach (var cluster in group.Clusters)
        {
            await Eventually.Holds(async () => await cluster!.Scalar<long>("select count(*) from activeactive.log") < 8, "the log is short");
        }
    }

    [Fact]
    public async Task A_counter_is_folded_when_every_region_has_it()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        for (var number = 0; number < 40; number++)
        {
            await group.Notebook(number % 2, "a").Add("same");
        }

        await group.Converge(static page => page.Count == 40, "a");
        await Eventually.Holds(
            async () =>
            {
                await group.Notebook(0, "a").Add("same");
                await group.Notebook(1, "a").Add("same");
                return (await group.Notebook(0, "a").Read()).Named < 1000;
            },
            "the counter's contributions are folded");
    }

    [Fact]
    public async Task A_request_that_is_made_again_in_another_region_counts_once()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        var id = Stamped.NewId();
        await Stamped.Call(id, 1, () => group.Notebook(0, "a").Add("pen"));
        await Stamped.Call(id, 2, () => group.Notebook(1, "a").Add("pen"));

        await group.Converge(static page => page is { Count: 1, Words: ["pen"] }, "a");
    }
}
