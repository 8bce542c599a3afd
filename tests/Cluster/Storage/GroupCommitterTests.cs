using System.Diagnostics;
using System.Text;
using ActiveActive.Client.Connection;
using ActiveActive.Silo;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Flushes;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Cluster.Regions;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ActiveActive.Tests.Cluster.Storage;

/// <summary>The group committer against a real database: each write has its own outcome, whatever shares its flush.</summary>
public sealed class GroupCommitterTests(PostgresFixture postgres) : IAsyncLifetime
{
    private StoreUnderTest _store = null!;

    public async ValueTask InitializeAsync() => _store = await StoreUnderTest.Open(await postgres.NewDatabase());

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Writes_that_wait_together_share_a_flush()
    {
        await using var held = await _store.HoldFlushes();
        var writes = Enumerable.Range(0, 200).Select(number => _store.Commit(Write($"shared-{number}", 0))).ToList();
        await held.Release();
        Assert.All(await Task.WhenAll(writes), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.Equal(200, await _store.Scalar<long>("select count(*) from activeactive.state where grain_key like 'shared-%'"));
        Assert.True(await _store.Scalar<long>("select count(distinct xmin::text) from activeactive.state where grain_key like 'shared-%'") <= 3, "200 writes that waited together took more than 3 transactions");
    }

    [Fact]
    public async Task In_one_flush_each_write_has_its_own_outcome()
    {
        var known = Write("known", 0) with { Effects = [Effect()] };
        Assert.Equal(CommitOutcome.Committed, await _store.Commit(known));
        Assert.Equal(CommitOutcome.Committed, await _store.Commit(Write("moved-on", 0)));
        Assert.Equal(CommitOutcome.Committed, await _store.Commit(Write("twice", 0)));
        var twice = Write("twice", 1) with { Effects = [Effect()] };
        Assert.Equal(CommitOutcome.Committed, await _store.Commit(twice));

        var late = Effect() with { NotAfter = DateTimeOffset.UtcNow.AddMinutes(-1) };
        (StateWrite Write, CommitOutcome Outcome)[] expected =
        [
            (Write("new", 0) with { Effects = [Effect(), Effect()] }, CommitOutcome.Committed),
            (Write("known", 1) with { Effects = [Effect()] }, CommitOutcome.Committed),
            (Write("moved-on", 0), CommitOutcome.Stale),
            (Write("never-written", 7), CommitOutcome.Stale),
            (twice, CommitOutcome.Committed),
            (Write("expired", 0) with { Effects = [late] }, CommitOutcome.Expired),
            (Write("refused", 0) with { ChangesState = false, Payload = null, Effects = [Effect()] }, CommitOutcome.Committed),
            (Write("duplicate", 0) with { Effects = [Effect() with { Id = known.Effects[0].Id }] }, CommitOutcome.Duplicate),
            (Write("no-partition", 0) with { Effects = [Effect() with { Id = RequestId.New(DateTimeOffset.UtcNow.AddYears(-1)) }] }, CommitOutcome.Expired),
        ];
        await using var held = await _store.HoldFlushes();
        var outcomes = expected.Select(one => _store.Commit(one.Write)).ToList();
        await held.Release();

        Assert.Equal(expected.Select(one => (one.Write.Key.GrainKey, one.Outcome)), expected.Zip(await Task.WhenAll(outcomes), (one, outcome) => (one.Write.Key.GrainKey, outcome)));
        Assert.Equal(2L, await _store.Version("known"));
        Assert.Equal(1L, await _store.Version("moved-on"));
        Assert.Equal(2L, await _store.Version("twice"));
        foreach (var untouched in (string[])["never-written", "expired", "refused", "duplicate", "no-partition"])
        {
            Assert.Equal(0L, await _store.Version(untouched));
        }

        // known, new (2), known again, twice, refused: and nothing of those that were not committed.
        Assert.Equal(6L, await _store.Scalar<long>("select count(*) from activeactive.effect"));
    }

    [Fact]
    public async Task Writes_of_one_state_keep_their_order_and_never_share_a_flush()
    {
        await using var held = await _store.HoldFlushes();
        var writes = Enumerable.Range(0, 20).Select(version => _store.Commit(Write("one", version))).ToList();
        await held.Release();
        Assert.All(await Task.WhenAll(writes), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.Equal(20L, await _store.Version("one"));
    }

    [Fact]
    public async Task A_write_that_cannot_be_stored_fails_alone()
    {
        await using var held = await _store.HoldFlushes();
        var good = Enumerable.Range(0, 50).Select(number => _store.Commit(Write($"good-{number}", 0))).ToList();
        var send = new SendRow(RequestId.New(DateTimeOffset.UtcNow), GrainId.Create("a", "b"), GrainId.Create("a", "c"), "has a \0 in it", [], null);
        var bad = _store.Commit(Write("bad", 0) with { Sends = [send] });
        var more = Enumerable.Range(50, 50).Select(number => _store.Commit(Write($"good-{number}", 0))).ToList();
        await held.Release();
        await Assert.ThrowsAsync<PostgresException>(() => bad);
        Assert.All(await Task.WhenAll([.. good, .. more]), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.Equal(100, await _store.Scalar<long>("select count(*) from activeactive.state where grain_key like 'good-%'"));
        Assert.Equal(0L, await _store.Version("bad"));
    }

    [Fact]
    public async Task A_key_that_is_no_text_is_refused_before_it_is_queued()
    {
        // Not as the theory's data: a test's own name cannot hold half of a surrogate pair.
        foreach (var key in (string[])["nul\0", "half of a pair \uD800", "\uDC00 the other half"])
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(() => _store.Commit(Write(key, 0)));
            Assert.Contains("grain key", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(CommitOutcome.Committed, await _store.Commit(Write("a pair \uD83D\uDE00", 0)));
    }

    [Fact]
    public async Task A_write_larger_than_a_flush_goes_alone()
    {
        await using var held = await _store.HoldFlushes();
        var large = _store.Commit(Write("large", 0) with { Payload = new byte[9 << 20] });
        var small = _store.Commit(Write("small", 0));
        await held.Release();
        Assert.Equal([CommitOutcome.Committed, CommitOutcome.Committed], await Task.WhenAll(large, small));
        Assert.Equal(9 << 20, (await _store.Store.Load(Key("large"), CancellationToken.None))!.Payload!.Length);
    }

    [Fact]
    public async Task A_waiting_write_can_be_cancelled_and_is_not_written()
    {
        await using var held = await _store.HoldFlushes();
        using var cancellation = new CancellationTokenSource();
        var cancelled = _store.Store.Commit(Write("cancelled", 0), cancellation.Token);
        var behind = _store.Commit(Write("cancelled", 0));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await held.Release();
        Assert.Equal(CommitOutcome.Committed, await behind);
        Assert.Equal(1L, await _store.Version("cancelled"));
    }

    [Fact]
    public async Task A_write_under_way_is_awaited_also_when_cancelled()
    {
        await _store.Commit(Write("locked", 0));
        using var cancellation = new CancellationTokenSource();
        await using var locked = await _store.LockRow("locked");
        var underWay = _store.Store.Commit(Write("locked", 1), cancellation.Token);
        await locked.SomebodyWaits();
        await cancellation.CancelAsync();
        Assert.False(underWay.IsCompleted);
        await locked.DisposeAsync();
        Assert.Equal(CommitOutcome.Committed, await underWay);
        Assert.Equal(2L, await _store.Version("locked"));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_says_so()
    {
        await using var small = await StoreUnderTest.Open(await postgres.NewDatabase(), storage => storage.MaxQueuedWrites = 10);
        await using var held = await small.HoldFlushes();
        var fitting = Enumerable.Range(0, 10 - held.Writes).Select(number => small.Commit(Write($"fits-{number}", 0))).ToList();
        var error = await Assert.ThrowsAsync<OverloadedException>(() => small.Commit(Write("too many", 0)));
        Assert.Contains("MaxQueuedWrites", error.Message, StringComparison.Ordinal);
        await held.Release();
        Assert.All(await Task.WhenAll(fitting), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.Equal(CommitOutcome.Committed, await small.Commit(Write("now it fits", 0)));
    }

    [Fact]
    public async Task A_flush_whose_connection_is_lost_leaves_its_writes_in_doubt_and_sending_them_again_tells()
    {
        await _store.Commit(Write("doubt-1", 0));
        await using var locked = await _store.LockRow("doubt-1");
        await using var held = await _store.HoldFlushes();
        StateWrite[] writes = [Write("doubt-0", 0), Write("doubt-1", 1), Write("doubt-2", 0) with { Effects = [Effect()] }];
        var outcomes = writes.Select(write => _store.Commit(write)).ToList();
        await held.Release();
        await locked.SomebodyWaits();
        await _store.EndSessionsThatWait();
        foreach (var outcome in outcomes)
        {
            await Assert.ThrowsAsync<CommitInDoubtException>(() => outcome);
        }

        await locked.DisposeAsync();
        Assert.All(await Task.WhenAll(writes.Select(write => _store.Commit(write))), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.All(await Task.WhenAll(writes.Select(write => _store.Commit(write))), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.Equal((1L, 2L, 1L), (await _store.Version("doubt-0"), await _store.Version("doubt-1"), await _store.Version("doubt-2")));
        Assert.Equal(1L, await _store.Scalar<long>("select count(*) from activeactive.effect"));
    }

    [Fact]
    public async Task A_database_that_refuses_to_write_fails_all_as_not_written()
    {
        await _store.Commit(Write("before", 0));
        await _store.Execute($"alter database \"{_store.DatabaseName}\" set default_transaction_read_only = on");
        await _store.EndOtherSessions();
        await Assert.ThrowsAsync<CommitInDoubtException>(() => _store.Commit(Write("finds its connection gone", 0)));
        var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => _store.Commit(Write("refused", 0)));
        Assert.Contains("Nothing was written", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Random writes by two silos at once over few rows, each knowing only what it was told: the rows count exactly what was acknowledged.</summary>
    [Fact]
    public async Task Two_silos_that_fight_over_rows_lose_and_double_nothing_and_never_deadlock()
    {
        await using var other = await StoreUnderTest.Open(_store.ConnectionString);
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var committed = new int[30];
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async writer =>
        {
            var random = new Random(seed + writer);
            var store = writer % 2 == 0 ? _store : other;
            for (var write = 0; write < 50; write++)
            {
                var row = random.Next(committed.Length);
                var version = (await store.Store.Load(Key($"fought-{row}"), CancellationToken.None))?.Version ?? 0;
                if (await store.Commit(Write($"fought-{row}", version) with { Effects = [Effect()] }) == CommitOutcome.Committed)
                {
                    Interlocked.Increment(ref committed[row]);
                }
            }
        }));
        for (var row = 0; row < committed.Length; row++)
        {
            Assert.Equal(committed[row], await _store.Version($"fought-{row}"));
        }

        Assert.Equal(committed.Sum(), await _store.Scalar<long>("select count(*) from activeactive.effect"));
        Assert.Equal(0L, await _store.Scalar<long>("select deadlocks from pg_stat_database where datname = current_database()"));
    }

    /// <summary>PostgreSQL forks a process for each who knocks: a crowd at its door keeps it from starting.</summary>
    [Fact]
    public async Task Writes_wait_for_a_database_that_starts_and_knock_seldom()
    {
        await using var door = new RegionLink(new NpgsqlConnectionStringBuilder(_store.ConnectionString).Port, isCut: true);
        await using var source = DataSource(door);
        await using var committer = Committer(source);
        var writes = Enumerable.Range(0, 50).Select(number => committer.Commit(Write($"patient-{number}", 0), CancellationToken.None)).ToList();
        await Eventually.Holds(() => door.Refused >= 5, "it has knocked several times");
        Assert.DoesNotContain(writes, static write => write.IsCompleted);
        door.IsCut = false;
        Assert.All(await Task.WhenAll(writes), static outcome => Assert.Equal(CommitOutcome.Committed, outcome));
    }

    [Fact]
    public async Task Writes_are_given_back_when_the_database_stays_away()
    {
        await using var door = new RegionLink(new NpgsqlConnectionStringBuilder(_store.ConnectionString).Port, isCut: true);
        await using var source = DataSource(door);
        await using var committer = Committer(source);
        var began = Stopwatch.GetTimestamp();
        var writes = Enumerable.Range(0, 50).Select(number => committer.Commit(Write($"impatient-{number}", 0), CancellationToken.None)).ToList();
        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => write);
        }

        var took = Stopwatch.GetElapsedTime(began);
        Assert.True(took >= DatabaseDoor.Hold, $"{took}");

        // Once for each connection, then one at a time, ever more seldom: three in the first 350 ms of a hold, then five a second.
        Assert.InRange(door.Refused, 4, 10 + (int)(took.TotalSeconds * 6));
        door.IsCut = false;
        Assert.Equal(CommitOutcome.Committed, await committer.Commit(Write("impatient-0", 0), CancellationToken.None));
    }

    private PrimaryDataSource DataSource(RegionLink door) => new(new NpgsqlConnectionStringBuilder(_store.ConnectionString) { Host = "127.0.0.1", Port = door.Port }.ConnectionString);

    private GroupCommitter Committer(PrimaryDataSource source) => new(source, new DatabaseDoor(TimeProvider.System), new StorageOptions(), isSealed: false, _store.Services.GetRequiredService<FlushMetrics>());

    private static StateKey Key(string key) => new("test", key, "state");

    private static StateWrite Write(string key, long version) =>
        new(Key(key), version, Guid.CreateVersion7(), ChangesState: true, TypeVersion: 1, Encoding.UTF8.GetBytes($"{key} after {version}"), [], []);

    private static EffectRow Effect() => new(RequestId.New(DateTimeOffset.UtcNow), Guid.Empty, [1, 2, 3], null);
}
