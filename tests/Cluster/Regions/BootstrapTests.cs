using ActiveActive.Silo.Replication.Repair;
using ActiveActive.Tests.Cluster.Regions.Grains;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions;

/// <summary>A region that lacks what its peers' logs no longer have takes a snapshot of their states, while they serve.</summary>
public sealed class BootstrapTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_new_region_joins_while_the_others_are_written()
    {
        await using var group = await Trimmed();
        await AddThird(group);
        using var done = new CancellationTokenSource();
        var added = new int[2];
        var writing = Task.WhenAll(Enumerable.Range(0, 2).Select(async region =>
        {
            while (!done.IsCancellationRequested)
            {
                await group.Notebook(region, "busy").Add($"{region}-{added[region]++}");
            }
        }));

        await group.Start(2);
        await Joined(group, 2);
        await done.CancelAsync();
        await writing;

        await group.Converge(page => page.Count == added.Sum(), "busy");
        await group.Converge(static page => page.Count == 10 && page.Words.Length == 10, "0", "1", "2");
        await group.Converge(static page => page is { Count: 2, Words: ["kept"] }, "removed");
        await Eventually.Holds(() => Writes(group.Notebook(2, "new")), "the new region writes");
        await group.Converge(static page => page.Count == 1, "new");
        Assert.Empty((await group.Clusters[2]!.Service<PeerComparer>().Compare("r0", TestContext.Current.CancellationToken)).Differences);
        Assert.Empty((await group.Clusters[1]!.Service<PeerComparer>().Compare("r2", TestContext.Current.CancellationToken)).Differences);

        // It counts for the others again, and they fold and trim with it.
        await Eventually.Holds(
            async () =>
            {
                await group.Notebook(0, "more").Add("more");
                return await group.Clusters[0]!.Scalar<long>("select count(*) from activeactive.log") < 40;
            },
            "the logs are trimmed",
            TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_request_that_was_made_before_the_snapshot_is_not_made_again()
    {
        await using var group = await Trimmed();
        var before = Stamped.NewId();
        await Stamped.Call(before, 1, () => group.Notebook(0, "0").Add("once"));
        await AddThird(group);
        await group.Start(2);
        await Joined(group, 2);
        await Eventually.Holds(() => Writes(group.Notebook(2, "new")), "the new region writes");

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => Stamped.Call(before, 2, () => group.Notebook(2, "0").Add("once")));
        await group.Converge(static page => page.Count == 11, "0");

        // Also after a restart; and what was not made before can be made.
        await group.Stop(2);
        await group.Start(2);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => Stamped.Call(before, 2, () => group.Notebook(2, "0").Add("once")));
        await Eventually.Holds(() => Writes(group.Notebook(2, "0")), "it writes");
        await group.Converge(static page => page.Count == 12, "0");
    }

    [Fact]
    public async Task A_backup_that_is_older_than_the_logs_is_restored_and_what_it_wrote_alone_is_not_lost()
    {
        await using var group = await RegionGroup.Start(postgres, 2, keepLogFor: TimeSpan.Zero);
        await group.Notebook(0, "a").Add("backed up");
        await group.Notebook(1, "a").Add("removed");
        await group.Converge(static page => page.Count == 2, "a");
        await group.Stop(0);
        var backup = await group.Copy(0);
        await group.Start(0);
        for (var number = 0; number < 10; number++)
        {
            await group.Notebook(number % 2, "a").Add($"{number}");
        }

        await group.Notebook(1, "a").Remove("removed");
        await group.Converge(static page => page.Count == 12 && page.Words.Length == 11, "a");
        await Eventually.Holds(async () => await group.Clusters[1]!.Scalar<long>("select count(*) from activeactive.log where number < 3") == 0, "the log is trimmed");
        await group.Stop(0);

        await group.Restore(0, backup);
        await group.Start(0);
        await Joined(group, 0);
        await group.Converge(static page => page.Count == 12 && page.Words.Length == 11, "a");
        await Eventually.Holds(() => Writes(group.Notebook(0, "a")), "it writes again");
        await group.Converge(static page => page.Count == 13, "a");
        Assert.Empty((await group.Clusters[0]!.Service<PeerComparer>().Compare("r1", TestContext.Current.CancellationToken)).Differences);
    }

    [Fact]
    public async Task Batches_that_the_writer_lost_from_its_log_are_made_up_for_by_its_states()
    {
        await using var group = await RegionGroup.Start(postgres, 2, configure: static replication => replication.Heartbeat = TimeSpan.Zero);
        await group.Notebook(0, "a").Add("before");
        await group.Converge(static page => page.Count == 1, "a");
        await group.Stop(1);
        for (var number = 0; number < 10; number++)
        {
            await group.Notebook(0, "a").Add($"{number}");
        }

        await group.Clusters[0]!.Execute("delete from activeactive.log where number between 4 and 6");
        await group.Start(1);
        await Joined(group, 1);
        await group.Converge(static page => page.Count == 11, "a");
        await Eventually.Holds(() => Writes(group.Notebook(1, "a")), "it writes again");
        await group.Converge(static page => page.Count == 12, "a");
    }

    [Fact]
    public async Task Batches_that_a_region_lost_before_it_had_applied_them_are_made_up_for_by_another_ones_states()
    {
        await using var group = await RegionGroup.Start(postgres, 2, configure: static replication => replication.Heartbeat = TimeSpan.Zero);
        for (var number = 0; number < 10; number++)
        {
            await group.Notebook(0, "a").Add($"{number}");
        }

        await group.Converge(static page => page.Count == 10, "a");
        await Eventually.Holds(async () => await group.Clusters[1]!.Scalar<bool>("select bool_and(applied = head) from activeactive.stream where region = 'r0'"), "it is noted");
        await group.Stop(1);
        await using (var database = Npgsql.NpgsqlDataSource.Create(group.Database(1)))
        await using (var command = database.CreateCommand("""
            update activeactive.stream set applied = 3 where region = 'r0';
            delete from activeactive.log where number between 5 and 6;
            delete from activeactive.state
            """))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await group.Start(1);
        await Joined(group, 1);
        await group.Converge(static page => page.Count == 10, "a");
    }

    [Fact]
    public async Task A_region_that_takes_the_name_of_one_that_was_does_not_join()
    {
        await using var group = await RegionGroup.Start(postgres, 2, keepLogFor: TimeSpan.Zero, later: 1);
        await Eventually.Holds(
            async () =>
            {
                await group.Notebook(0, "a").Add("first");
                await group.Notebook(1, "a").Add("second");
                return await group.Clusters[1]!.Scalar<long>("select count(*) from activeactive.log where number = 1") == 0;
            },
            "the log is trimmed");
        await group.Stop(0);
        group.UseDatabaseOf(0, 2);
        await group.Start(0);

        await Eventually.Holds(() => Task.FromResult(group.Logs.Any(static line => line.Contains("has gone back in time", StringComparison.Ordinal))), "it is told");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => group.Notebook(0, "a").Add("third"));
    }

    // Two regions whose logs have lost their beginnings.
    private async Task<RegionGroup> Trimmed()
    {
        var group = await RegionGroup.Start(postgres, 2, keepLogFor: TimeSpan.Zero, later: 1);
        for (var number = 0; number < 30; number++)
        {
            await group.Notebook(number % 2, $"{number % 3}").Add($"{number}");
        }

        await group.Notebook(0, "removed").Add("gone");
        await group.Notebook(0, "removed").Add("kept");
        await group.Converge(static page => page.Count == 2, "removed");
        await group.Notebook(1, "removed").Remove("gone");
        await group.Converge(static page => page.Words.Length == 1, "removed");
        await group.Converge(static page => page.Count == 10, "0", "1", "2");
        foreach (var cluster in group.Clusters.Take(2))
        {
            await Eventually.Holds(async () => await cluster!.Scalar<long>("select count(*) from activeactive.log where number < 5") == 0, "the log is trimmed");
        }

        return group;
    }

    private static async Task AddThird(RegionGroup group)
    {
        group.Known = 3;
        for (var region = 0; region < 2; region++)
        {
            await group.Stop(region);
            await group.Start(region);
        }
    }

    private static Task Joined(RegionGroup group, int region) => Eventually.Holds(
        async () => await group.Clusters[region]!.Scalar<bool>("select exists (select from activeactive.bootstrap where joined_at is not null) and (select rejoined from activeactive.incarnation order by number desc limit 1)"),
        "it has caught up",
        TimeSpan.FromSeconds(30));

    private static async Task<bool> Writes(INotebookGrain notebook)
    {
        try
        {
            await notebook.Add("new");
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
