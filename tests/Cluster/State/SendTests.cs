using ActiveActive.Silo.Storage;
using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;
using static ActiveActive.Tests.Support.Stamped;

namespace ActiveActive.Tests.Cluster.State;

/// <summary>Calls that commit with a state change: delivered exactly once, however long it takes. Two clusters: one whose silo never delivers, and one that does.</summary>
public sealed class SendTests(PostgresFixture postgres) : IAsyncLifetime
{
    private string _database = null!;
    private RegionCluster _silent = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.NewDatabase();
        _silent = await RegionCluster.Start(_database, deliverSends: false);
    }

    public ValueTask DisposeAsync() => _silent.DisposeAsync();

    [Fact]
    public async Task A_send_arrives_once_and_its_row_goes()
    {
        await using var region = await RegionCluster.Start(_database);
        var (from, id) = (region.Grains.GetGrain<ITallyGrain>("from"), NewId());
        await Call(id, 1, () => from.SendTo("to", 5));
        await Call(id, 2, () => from.SendTo("to", 5));
        await AllAcknowledged();
        Assert.Equal((-5, 5), (await Sum(region, "from"), await Sum(region, "to")));
    }

    [Fact]
    public async Task A_send_whose_silo_died_before_delivering_is_delivered_by_another_hours_later()
    {
        var from = _silent.Grains.GetGrain<ITallyGrain>("dead-from");
        await from.SendTo("dead-to", 5);
        Assert.Equal(1, await Pending());

        // Hours later: what the request did is forgotten, the send is due.
        await _silent.Execute("update activeactive.send set created_at = created_at - interval '9 hours', next_attempt_at = next_attempt_at - interval '9 hours'");
        await _silent.Execute("delete from activeactive.effect");
        await using var region = await RegionCluster.Start(_database);
        await AllAcknowledged();
        Assert.Equal(5, await Sum(region, "dead-to"));
    }

    [Fact]
    public async Task A_delivery_whose_acknowledgement_was_lost_is_repeated_without_effect_at_any_later_time()
    {
        await _silent.Grains.GetGrain<ITallyGrain>("ack-from").SendTo("ack-to", 5);
        await _silent.Execute("create table copy_of_send as select * from activeactive.send");
        await using var region = await RegionCluster.Start(_database);
        foreach (var hours in new[] { 0, 5, 50 })
        {
            // The row comes back as if it had never been deleted; its effect has aged, but is kept while the row is there.
            await _silent.Execute($"with aged as (update activeactive.effect_send set created_at = created_at - interval '{hours} hours') insert into activeactive.send select * from copy_of_send on conflict (id) do update set done_at = null, call = excluded.call");
            await _silent.Execute("update activeactive.send set next_attempt_at = clock_timestamp() - interval '1 second'");
            await AllAcknowledged();
            Assert.Equal(5, await Sum(region, "ack-to"));
        }
    }

    [Fact]
    public async Task A_refused_send_comes_back_once_and_stays_refused()
    {
        await using var region = await RegionCluster.Start(_database);
        var (from, id) = (region.Grains.GetGrain<ITallyGrain>("give-from"), NewId());
        await Call(id, 1, () => from.GiveTo("closed-to", 5));
        await AllAcknowledged();
        Assert.Equal((0, 0), (await Sum(region, "give-from"), await Sum(region, "closed-to")));
    }

    [Fact]
    public async Task A_send_to_a_grain_that_fails_is_tried_until_it_succeeds()
    {
        await using var region = await RegionCluster.Start(_database);
        await _silent.Execute("insert into activeactive.state (grain_type, grain_key, name, version, write_id, type_version, payload) values ('tally', 'broken', 'tally', 1, gen_random_uuid(), 99, '{}')");
        await region.Grains.GetGrain<ITallyGrain>("try-from").SendTo("broken", 5);
        await Eventually.Holds(
            async () => await _silent.Scalar<long>("select count(*) from activeactive.send where attempts >= 2 and last_error like '%type version 99%'") == 1,
            "the failing send shows its attempts and its last error");
        await _silent.Execute("update activeactive.state set type_version = 1 where grain_key = 'broken'");
        await AllAcknowledged();
        Assert.Equal(5, await Sum(region, "broken"));
    }

    [Fact]
    public async Task Effects_of_sends_are_kept_while_the_send_is_pending_and_collected_after()
    {
        await _silent.Grains.GetGrain<ITallyGrain>("gc-from").SendTo("gc-to", 5);
        await using (var region = await RegionCluster.Start(_database))
        {
            await AllAcknowledged();
        }

        // However old the effect: while the send was acknowledged only just now, an attempt may still hang somewhere.
        await _silent.Execute("update activeactive.effect_send set created_at = created_at - interval '1 day'");
        await Collect();
        Assert.Equal(1, await _silent.Scalar<long>("select count(*) from activeactive.effect_send"));
        await _silent.Execute("update activeactive.send set done_at = done_at - interval '1 day'");
        await Collect();
        Assert.Equal(0, await _silent.Scalar<long>("select count(*) from activeactive.effect_send"));
        Assert.Equal(0, await _silent.Scalar<long>("select count(*) from activeactive.send"));
    }

    private Task Collect() => _silent.Service<EffectPartitions>().KeepNow(CancellationToken.None);

    private Task<long> Pending() => _silent.Scalar<long>("select count(*) from activeactive.send where done_at is null");

    private Task AllAcknowledged() => Eventually.Holds(async () => await Pending() == 0, "all sends are acknowledged", TimeSpan.FromSeconds(30));

    private static async Task<long> Sum(RegionCluster region, string key) => (await region.Grains.GetGrain<ITallyGrain>(key).Read()).Sum;
}
