using ActiveActive.State.Storage;
using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;
using static ActiveActive.Tests.Support.Stamped;

namespace ActiveActive.Tests.Cluster.State;

/// <summary>Two activations of one grain, as after a silo was declared dead and lives on: two clusters over one database.</summary>
public sealed class ZombieTests(PostgresFixture postgres) : IAsyncLifetime
{
    private RegionCluster _zombie = null!;
    private RegionCluster _region = null!;

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.NewDatabase();
        var starts = await Task.WhenAll(RegionCluster.Start(database), RegionCluster.Start(database));
        (_zombie, _region) = (starts[0], starts[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await _zombie.DisposeAsync();
        await _region.DisposeAsync();
    }

    [Fact]
    public async Task A_stale_activation_reloads_and_computes_again()
    {
        var (old, present) = Both("stale");
        await old.Add(1);
        Assert.Equal(11, await present.Add(10));
        Assert.Equal(111, await old.Add(100));
        Assert.Equal(1111, await present.Add(1000));
    }

    [Fact]
    public async Task Both_sides_may_write_as_fast_as_they_can()
    {
        var (old, present) = Both("race");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? old : present).Add(1)));
        Assert.Equal(201, await old.Add(1));
    }

    [Fact]
    public async Task A_late_first_attempt_finds_what_the_retry_elsewhere_did()
    {
        var (old, present) = Both("late");
        await old.Add(1);
        var id = NewId();
        Assert.Equal(6, await Call(id, 2, () => present.Add(5)));
        Assert.Equal(6, await Call(id, 1, () => old.Add(5)));
        Assert.Equal(6, await present.Keep());
    }

    [Fact]
    public async Task A_read_is_not_older_than_a_reply_that_a_retry_was_told_from_the_record()
    {
        var (old, present) = Both("told");
        await old.Add(1);
        Assert.Equal(11, await present.Add(10));
        var id = NewId();
        Assert.Equal(111, await Call(id, 1, () => old.Add(100)));
        Assert.Equal(11, (await present.Read()).Sum);

        Assert.Equal(111, await Call(id, 2, () => present.Add(100)));
        Assert.Equal(111, (await present.Read()).Sum);
    }

    [Fact]
    public async Task A_late_first_attempt_of_a_first_write_finds_it_too()
    {
        var (old, present) = Both("first");
        await old.Read();
        var id = NewId();
        Assert.Equal(5, await Call(id, 2, () => present.Add(5)));
        Assert.Equal(5, await Call(id, 1, () => old.Add(5)));
        Assert.Equal(5, await present.Keep());
    }

    [Fact]
    public async Task A_refusal_does_not_contradict_an_effect_already_made()
    {
        var (old, present) = Both("contradiction");
        await present.Add(5);
        var id = NewId();
        Assert.Equal(0, await Call(id, 1, () => present.Take(5)));

        // The other activation loads the row now: without a look-up it would refuse.
        Assert.Equal(0, await Call(id, 1, () => old.Take(5)));
        await Assert.ThrowsAsync<RefusedException>(() => old.Take(5));
    }

    [Fact]
    public async Task A_refusal_from_stale_memory_is_not_given()
    {
        var (old, present) = Both("memory");
        await old.Add(1);
        await present.Add(100);
        Assert.Equal(1, await old.Take(100));
    }

    [Fact]
    public async Task An_unchanged_answer_is_not_given_from_stale_memory()
    {
        var (old, present) = Both("unchanged");
        await old.Add(1);
        await present.Add(1);
        Assert.Equal(2, await old.Keep());
    }

    [Fact]
    public async Task The_store_refuses_a_write_over_a_row_that_moved_on()
    {
        var (_, present) = Both("row");
        await present.Add(1);
        await present.Add(1);
        var store = _region.Service<IStateStore>();
        var write = new StateWrite(StateKey.Of(present.GetGrainId(), "tally"), 1, Guid.NewGuid(), true, 1, "{}"u8.ToArray(), [new EffectRow(NewId(), Guid.Empty, [0], null)], []);
        Assert.Equal(CommitOutcome.Stale, await store.Commit(write, default));
        Assert.Empty((await store.FindEffects(write.Key, [write.Effects[0].Id], default)).Replies);
        Assert.Equal(CommitOutcome.Committed, await store.Commit(write with { ExpectedVersion = 2 }, default));
        Assert.Equal(CommitOutcome.Committed, await store.Commit(write with { ExpectedVersion = 2 }, default));
        Assert.Equal(CommitOutcome.Stale, await store.Commit(write with { ExpectedVersion = 2, WriteId = Guid.NewGuid() }, default));
        Assert.Equal(CommitOutcome.Duplicate, await store.Commit(write with { ExpectedVersion = 3, WriteId = Guid.NewGuid() }, default));
        Assert.Equal(3, (await store.Load(write.Key, default))!.Version);
    }

    private (ITallyGrain Old, ITallyGrain Present) Both(string key) => (_zombie.Grains.GetGrain<ITallyGrain>(key), _region.Grains.GetGrain<ITallyGrain>(key));
}
