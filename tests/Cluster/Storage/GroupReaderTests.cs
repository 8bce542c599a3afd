using System.Collections.Concurrent;
using System.Diagnostics;
using ActiveActive.Client.Connection;
using ActiveActive.Silo.Storage;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Storage;

/// <summary>The group reader against a real database.</summary>
public sealed class GroupReaderTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Connections = 3;
    private StoreUnderTest _store = null!;

    public async ValueTask InitializeAsync() => _store = await StoreUnderTest.Open(await postgres.NewDatabase(), static storage => storage.ReadConnections = Connections);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Reads_that_wait_share_a_statement_and_take_no_more_connections()
    {
        for (var number = 0; number < 20; number++)
        {
            await _store.Commit(new StateWrite(Key(number), 0, Guid.CreateVersion7(), ChangesState: true, number, [(byte)number], [], []));
        }

        var statements = new ConcurrentQueue<string>();
        using var listener = Listen(statements);
        List<Task<StateRow?>> first;
        Task<StateRow?>[] reads;
        await using (var locked = await _store.LockStates())
        {
            first = await HoldReads();

            // Twice each, and as many that are not there.
            reads = [.. Enumerable.Range(0, 80).Select(number => _store.Store.Load(Key(number % 40), CancellationToken.None))];
            Assert.DoesNotContain(reads.Concat(first), static read => read.IsCompleted);
            Assert.Equal(Connections, await _store.WaitingSessions());
        }

        await Task.WhenAll(first); // on other connections: may end after those that waited for one of them
        var rows = await Task.WhenAll(reads);
        for (var number = 0; number < 80; number++)
        {
            Assert.Equal(number % 40 < 20 ? (byte)(number % 40) : null, rows[number]?.Payload?[0]);
        }

        Assert.Equal(Connections + 1, statements.Count(static text => text.Contains("from activeactive.state", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Look_ups_that_wait_share_a_statement_and_each_gets_its_own_answer()
    {
        var effects = Enumerable.Range(0, 40).Select(static _ => RequestId.New(DateTimeOffset.UtcNow)).ToArray();
        for (var number = 0; number < 20; number++)
        {
            await _store.Commit(new StateWrite(Key(number), 0, Guid.CreateVersion7(), ChangesState: true, 1, [1], [new EffectRow(effects[number], Guid.Empty, [(byte)number], null)], []));
        }

        var statements = new ConcurrentQueue<string>();
        using var listener = Listen(statements);
        Task<EffectLookup>[] lookUps;
        await using (var locked = await _store.LockStates())
        {
            await HoldReads();
            lookUps = [.. effects.Select((effect, number) => _store.Store.FindEffects(Key(number), [effect, effects[39 - number], effect], CancellationToken.None))];
        }

        var found = await Task.WhenAll(lookUps);
        for (var number = 0; number < 40; number++)
        {
            Assert.Equal(number < 20 ? 1 : 0, found[number].Version);
            var recorded = number < 20 ? number : 39 - number;
            var (effect, reply) = Assert.Single(found[number].Replies);
            Assert.Equal((effects[recorded], recorded), (effect, reply[0]));
        }

        Assert.Single(statements, static text => text.Contains("from activeactive.effect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_read_that_is_given_up_leaves_the_others_alone()
    {
        await _store.Commit(new StateWrite(Key(1), 0, Guid.CreateVersion7(), ChangesState: true, 1, [1], [], []));
        using var soon = new CancellationTokenSource();
        Task<StateRow?> kept;
        await using (var locked = await _store.LockStates())
        {
            var givenUp = Enumerable.Range(0, 10).Select(number => _store.Store.Load(Key(number), soon.Token)).ToList();
            kept = _store.Store.Load(Key(1), CancellationToken.None);
            await soon.CancelAsync();
            foreach (var read in givenUp)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
            }

            Assert.False(kept.IsCompleted);
        }

        Assert.Equal(1, (await kept)!.Version);
    }

    [Fact]
    public async Task When_sessions_are_lost_the_reads_on_them_are_made_again_and_the_others_go_on()
    {
        // However long they have waited for the lock: a read that hung for long is given back.
        using var door = new DatabaseDoor(new StoppedClock());
        await using var source = new PrimaryDataSource(_store.ConnectionString);
        using var reader = new GroupReader(source, door, Connections);
        List<Task<StateRow?>> reads;
        await using (var locked = await _store.LockStates())
        {
            reads = await HoldReads(reader);
            reads.AddRange(Enumerable.Range(0, 30).Select(number => reader.Load(Key(number), CancellationToken.None)));
            await _store.EndSessionsThatWait();
        }

        Assert.All(await Task.WhenAll(reads), Assert.Null);
        Assert.Null(await reader.Load(Key(1), CancellationToken.None));
    }

    // One read on each connection, which waits.
    private async Task<List<Task<StateRow?>>> HoldReads(GroupReader? reader = null)
    {
        var reads = new List<Task<StateRow?>>();
        while (reads.Count < Connections)
        {
            var key = Key(1000 + reads.Count);
            reads.Add(reader?.Load(key, CancellationToken.None) ?? _store.Store.Load(key, CancellationToken.None));
            await Eventually.Holds(async () => await _store.WaitingSessions() == reads.Count, "a connection for reads waits");
        }

        return reads;
    }

    private static StateKey Key(int number) => new("read", $"{number}", "state");

    private ActivityListener Listen(ConcurrentQueue<string> statements)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Npgsql",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Tags.Any(tag => tag.Value == _store.DatabaseName))
                {
                    statements.Enqueue(string.Join(' ', activity.Tags.Select(static tag => tag.Value)));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>Time does not pass, but timers end.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
