using ActiveActive.Silo.Storage;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static ActiveActive.Tests.Support.Stamped;
using Fault = ActiveActive.Tests.Cluster.State.FaultyStore.Fault;

namespace ActiveActive.Tests.Cluster.State;

/// <summary>Commits that fail, and commits whose outcome is in doubt.</summary>
public sealed class CommitFaultTests(PostgresFixture postgres) : IAsyncLifetime
{
    private RegionCluster _region = null!;
    private FaultyStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _region = await RegionCluster.Start(
            await postgres.NewDatabase(),
            configure: options => (options.CommitTimeout, options.MaxStateBytes, options.MaxReplyBytes) = (TimeSpan.FromSeconds(1), 2048, 512),
            configureSilo: silo => silo.Services.AddSingleton<IStateStore>(services => new FaultyStore(ActivatorUtilities.CreateInstance<PostgresStateStore>(services))));
        _store = (FaultyStore)_region.Service<IStateStore>();
    }

    public ValueTask DisposeAsync() => _region.DisposeAsync();

    [Theory]
    [InlineData(Fault.LostBefore)]
    [InlineData(Fault.LostAfter)]
    internal async Task A_lost_connection_is_resolved_by_sending_the_same_write_again(Fault fault)
    {
        var tally = Tally("lost" + fault);
        await tally.Add(1);
        _store.Faults.Enqueue(fault);
        Assert.Equal(6, await tally.Add(5));
        Assert.Equal((6, 2), (await tally.Read()) is var read ? (read.Sum, read.Version) : default);
    }

    [Theory]
    [InlineData(Fault.LostBefore)]
    [InlineData(Fault.LostAfter)]
    internal async Task A_first_write_in_doubt_is_resolved_too(Fault fault)
    {
        var tally = Tally("lost first" + fault);
        _store.Faults.Enqueue(fault);
        _store.Faults.Enqueue(fault);
        Assert.Equal(5, await tally.Add(5));
        Assert.Equal(1, (await tally.Read()).Version);
    }

    [Fact]
    public async Task A_write_in_doubt_that_another_one_followed_is_resolved_by_its_effect()
    {
        var tally = Tally("overtaken");
        await tally.Add(1);
        _store.Faults.Enqueue(Fault.LostAfter);
        _store.Meanwhile = () => _region.Execute("update activeactive.state set version = version + 1, write_id = gen_random_uuid(), payload = convert_to('{\"Sum\":100}', 'UTF8') where grain_key = 'overtaken'");
        Assert.Equal(6, await tally.Add(5));
        Assert.Equal(100, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_learned_is_called_unknown_and_the_same_id_tells()
    {
        var (tally, id) = (Tally("unknown"), NewId());
        await tally.Add(1);
        _store.Faults.Enqueue(Fault.LostAfter);
        Enumerable.Range(0, 100).ToList().ForEach(_ => _store.Faults.Enqueue(Fault.Unavailable));
        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => Call(id, 1, () => tally.Add(5)));
        Assert.Equal(Advice.RetrySameId, error.Advice);
        _store.Faults.Clear();
        Assert.Equal(6, await Call(id, 2, () => tally.Add(5)));
        Assert.Equal(6, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task A_failed_commit_leaves_memory_as_it_was()
    {
        var tally = Tally("failed");
        await tally.Add(1);
        _store.Faults.Enqueue(Fault.Unavailable);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => tally.Add(5));
        Assert.Equal((1, 1), (await tally.Read()) is var read ? (read.Sum, read.Version) : default);
        Assert.Equal(3, await tally.Add(2));
    }

    [Fact]
    public async Task A_retry_gets_the_answer_of_its_attempt_that_is_being_written()
    {
        var (tally, id) = (Tally("followed"), NewId());
        var first = await Held(() => Call(id, 1, () => tally.Add(5)));
        var retry = Call(id, 2, () => tally.Add(5));
        await tally.Read(); // behind the retry
        _store.Release.SetResult();
        Assert.Equal((5, 5), (await first, await retry));
        Assert.Equal((1, 0), ((await tally.Read()).Version, _store.LookUps));

        // Whoever asks later is told from the record.
        Assert.Equal(5, await Call(id, 3, () => tally.Add(5)));
        Assert.Equal((1, 1), ((await tally.Read()).Version, _store.LookUps));
    }

    [Fact]
    public async Task A_retry_fails_with_its_attempt_that_is_being_written_and_the_next_one_counts()
    {
        var (tally, id) = (Tally("followed in vain"), NewId());
        var first = await Held(() => Call(id, 1, () => tally.Add(5)), Fault.Unavailable);
        var retry = Call(id, 2, () => tally.Add(5));
        await tally.Read();
        _store.Release.SetResult();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => first);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => retry);
        Assert.Equal(5, await Call(id, 3, () => tally.Add(5)));
        Assert.Equal(1, (await tally.Read()).Version);
    }

    /// <summary>Else an attempt that is under way elsewhere could still have its effect.</summary>
    [Fact]
    public async Task A_refusal_that_a_retry_gets_too_is_recorded()
    {
        var (tally, id) = (Tally("refused to both"), NewId());
        var other = await Held(() => tally.Add(5));
        var first = Call(id, 1, () => tally.Take(100));
        var retry = Call(id, 2, () => tally.Take(100));
        await tally.Read();
        _store.Release.SetResult();
        Assert.Equal(5, await other);
        Assert.True((await Assert.ThrowsAsync<RefusedException>(() => first)).IsRecorded);
        Assert.True((await Assert.ThrowsAsync<RefusedException>(() => retry)).IsRecorded);
        await tally.Add(100);
        await Assert.ThrowsAsync<RefusedException>(() => Call(id, 3, () => tally.Take(100)));
    }

    [Fact]
    public async Task A_refusal_beside_a_write_is_recorded_with_it_and_one_alone_is_looked_up()
    {
        var tally = Tally("refused beside");
        var held = await Held(() => tally.Add(5));
        var write = tally.Add(1);
        var beside = tally.Take(100);
        await tally.Read();
        _store.Release.SetResult();
        Assert.Equal((5, 6), (await held, await write));
        Assert.True((await Assert.ThrowsAsync<RefusedException>(() => beside)).IsRecorded);
        Assert.Equal(0, _store.LookUps);
        Assert.False((await Assert.ThrowsAsync<RefusedException>(() => tally.Take(100))).IsRecorded);
        Assert.Equal(1, _store.LookUps);
    }

    [Fact]
    public async Task A_statement_that_the_database_rejects_fails_its_caller_and_nobody_else()
    {
        var tally = Tally("rejected");
        await tally.Add(1);
        await _region.Execute("alter table activeactive.state add constraint test_rejects check (grain_key <> 'rejected' or payload is null or convert_from(payload, 'UTF8') not like '%666%')");
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => tally.Add(665));
        }
        finally
        {
            await _region.Execute("alter table activeactive.state drop constraint test_rejects");
        }

        Assert.Equal(1, (await tally.Read()).Sum);
        Assert.Equal(2, await tally.Add(1));
    }

    [Fact]
    public async Task A_failed_update_cannot_leave_a_half_changed_mutable_object()
    {
        var bag = _region.Grains.GetGrain<IBagGrain>("bag");
        await bag.Put("kept");
        await Assert.ThrowsAsync<InvalidOperationException>(() => bag.PutAndThrow("lost"));
        _store.Faults.Enqueue(Fault.Unavailable);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => bag.Put("lost too"));
        Assert.Equal(["kept"], await bag.Items());
    }

    [Fact]
    public async Task A_state_that_grows_too_large_fails_alone()
    {
        var bag = _region.Grains.GetGrain<IBagGrain>("large");
        var puts = Enumerable.Range(0, 20).Select(i => bag.Put(i == 7 ? new string('x', 3000) : $"item {i}")).ToList();
        await Task.WhenAll(puts).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.IsType<StateTooLargeException>(puts[7].Exception!.InnerException);
        Assert.Equal(19, puts.Count(put => put.IsCompletedSuccessfully));
        Assert.Equal(19, (await bag.Items()).Length);
        Assert.IsType<StateTooLargeException>((await Record.ExceptionAsync(() => bag.PutAndEcho(new string('y', 600))))!);
        Assert.Equal(19, (await bag.Items()).Length);
    }

    [Fact]
    public async Task A_row_of_an_older_shape_is_read_and_one_of_a_newer_version_is_refused_and_left_alone()
    {
        await _region.Execute("insert into activeactive.state (grain_type, grain_key, name, version, write_id, type_version, payload) values ('bag', 'old', 'bag', 4, gen_random_uuid(), 1, '{\"Items\":[\"a\"]}')");
        var old = _region.Grains.GetGrain<IBagGrain>("old");
        Assert.Equal("unlabelled", await old.Label());
        await old.Put("b");
        Assert.Equal(2, await _region.Scalar<int>("select type_version from activeactive.state where grain_key = 'old'"));

        await _region.Execute("insert into activeactive.state (grain_type, grain_key, name, version, write_id, type_version, payload) values ('bag', 'new', 'bag', 4, gen_random_uuid(), 3, '{\"Items\":[\"a\"],\"Novelty\":1}')");
        var newer = _region.Grains.GetGrain<IBagGrain>("new");
        var error = await Assert.ThrowsAsync<StateVersionException>(() => newer.Put("b"));
        Assert.Contains("type version 3", error.Message, StringComparison.Ordinal);
        Assert.Equal("4 {\"Items\":[\"a\"],\"Novelty\":1}", await _region.Scalar<string>("select version || ' ' || convert_from(payload, 'UTF8') from activeactive.state where grain_key = 'new'"));
    }

    [Fact]
    public async Task Effects_of_ids_without_a_partition_are_refused_as_expired()
    {
        var tally = Tally("no partition");
        await tally.Add(1);
        await _region.Execute("do $$ declare p text; begin for p in select relname from pg_class where relname ~ '^effect_[0-9]+_[0-9]+$' loop execute 'drop table activeactive.' || p; end loop; end $$");
        await Assert.ThrowsAsync<RequestExpiredException>(() => tally.Add(1));
        Assert.Equal(1, (await tally.Read()).Sum);
    }

    /// <summary>Makes a call whose commit waits for <see cref="FaultyStore.Release"/>, and then meets what comes next.</summary>
    private async Task<Task<long>> Held(Func<Task<long>> call, params Fault[] next)
    {
        foreach (var fault in next.Prepend(Fault.Held))
        {
            _store.Faults.Enqueue(fault);
        }

        var held = call();
        await Eventually.Holds(() => _store.IsHeld, "the commit is held");
        return held;
    }

    private ITallyGrain Tally(string key) => _region.Grains.GetGrain<ITallyGrain>(key);
}
