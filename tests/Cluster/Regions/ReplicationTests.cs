using ActiveActive.Merging;
using ActiveActive.Silo.Replication;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions;

/// <summary>Regions that replicate: real silos, databases and connections between them.</summary>
public sealed class ReplicationTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Links_are_compressed_when_that_is_asked_for(bool compress)
    {
        const int Length = 50_000;
        await using var group = await RegionGroup.Start(postgres, 2, configure: options => options.Compress = compress);
        var before = group.Got(1, 0);
        await group.Notebook(0, "a").Title(new string('x', Length));
        await group.Converge(static page => page.Title?.Length == Length, "a");
        Assert.Equal(compress, group.Got(1, 0) - before < Length);
    }

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
    public async Task A_region_is_not_sent_its_own_changes()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        for (var number = 1; number <= 40; number++)
        {
            await group.Notebook(0, "a").Add("pen");
            await Eventually.Holds(async () => (await group.Notebook(1, "a").Read()).Count == number, "it is there");
        }

        Assert.DoesNotContain(group.Logs, static line => line.Contains("of r0.1", StringComparison.Ordinal));
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
        await using var group = await RegionGroup.Start(postgres, 3, cut: [(From: 0, To: 2)]);
        await group.Notebook(0, "a").Add("pen");
        await group.Converge(static page => page.Count == 1, "a");
    }

    [Fact]
    public async Task The_log_is_trimmed_when_every_region_has_it()
    {
        await using var group = await RegionGroup.Start(postgres, 2, keepLogFor: TimeSpan.Zero);
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
    public async Task A_grain_that_is_always_being_written_takes_the_changes_of_others_all_the_same()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        using var done = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            while (!done.IsCancellationRequested)
            {
                await group.Notebook(1, "a").Add($"w{writer}");
            }
        }));
        for (var number = 0; number < 5; number++)
        {
            await group.Notebook(0, "a").Add($"r{number}");
            await Eventually.Holds(async () => (await group.Notebook(1, "a").Read()).Words.Contains($"r{number}"), $"r{number} is there", TimeSpan.FromSeconds(3));
        }

        await done.CancelAsync();
        await writing;
        await group.Converge(static page => page.Words.Length == 13, "a");
    }

    [Fact]
    public async Task A_peer_of_which_one_silo_is_gone_is_asked_at_another_one()
    {
        await using var group = await RegionGroup.Start(postgres, 2, configure: static replication =>
        {
            foreach (var addresses in replication.Peers.Values)
            {
                addresses.Insert(0, "http://127.0.0.1:1");
            }
        });
        for (var number = 1; number <= 5; number++)
        {
            await group.Notebook(number % 2, "a").Add($"w{number}");
            await group.Converge(page => page.Count == number, "a");
        }
    }

    [Fact]
    public async Task A_change_that_cannot_be_merged_is_put_aside_and_holds_its_grain_alone()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await group.Notebook(0, "held").Add("before");
        await group.Converge(static page => page.Count == 1, "held");
        var newer = new StateWrite(new StateKey("notebook", "held", "notes"), 1, Guid.NewGuid(), ChangesState: true, TypeVersion: 99, [], [], []) { Tells = new StateDelta("all", "{}"u8.ToArray(), VersionVector.None) };
        await group.Clusters[0]!.Service<LogTables>().Append(ResidencyPolicy.Everywhere, EntryCodec.Write(newer), TestContext.Current.CancellationToken);

        await group.Notebook(0, "free").Add("pen");
        await group.Notebook(0, "held").Add("after");
        await group.Converge(static page => page.Count == 1, "free");
        await Eventually.Holds(async () => await group.Clusters[1]!.Scalar<long>("select count(*) from activeactive.dead_letter where grain_key = 'held'") == 2, "both changes are put aside");
        Assert.Equal(["before"], (await group.Notebook(1, "held").Read()).Words);

        // It is held by what is stored, also after a restart.
        await group.Stop(1);
        await group.Start(1);
        await group.Notebook(0, "held").Add("later");
        await Eventually.Holds(
            async () => await group.Clusters[1]!.Scalar<long>("select count(*) from activeactive.dead_letter where grain_key = 'held'") == 3,
            "the next change is put behind them");
        Assert.Equal(["before"], (await group.Notebook(1, "held").Read()).Words);
    }

    [Fact]
    public async Task A_region_that_was_restored_fetches_what_it_has_lost_before_it_writes()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await group.Notebook(0, "a").Add("backed up");
        await group.Converge(static page => page.Count == 1, "a");
        await group.Stop(0);
        var backup = await group.Copy(0);
        await group.Start(0);
        await group.Notebook(0, "a").Add("lost");
        await group.Notebook(1, "a").Add("other");
        await group.Converge(static page => page.Count == 3, "a");
        await group.Stop(0);

        await group.Restore(0, backup);
        await group.Stop(1);
        await group.Start(0);
        var early = await Assert.ThrowsAsync<StorageUnavailableException>(() => group.Notebook(0, "a").Add("too early"));
        Assert.Contains("restored", early.Message, StringComparison.Ordinal);

        await group.Start(1);
        await group.Converge(static page => page.Count == 3, "a");
        await Eventually.Holds(async () => await group.Clusters[0]!.Scalar<bool>("select rejoined from activeactive.incarnation where number = 2"), "it has rejoined");
        await Eventually.Holds(() => Writes(group), "it writes again");
        await group.Converge(static page => page.Count == 4, "a");

        static async Task<bool> Writes(RegionGroup group)
        {
            try
            {
                await group.Notebook(0, "a").Add("new");
                return true;
            }
            catch (StorageUnavailableException)
            {
                return false;
            }
        }
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
