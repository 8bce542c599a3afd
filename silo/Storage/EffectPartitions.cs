using ActiveActive.Silo.Storage.Shards;
using ActiveActive.State;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Silo.Storage;

/// <summary>
/// Keeps the partitions of the effects: attaches them ahead of time, and drops those in which no request id is accepted any more; also collects the effects of
/// acknowledged sends and forgotten idempotency keys. Every silo runs it; an advisory lock lets one at a time do the work.
/// </summary>
/// <remarks>
/// A partition goes when its last id is older than retention plus <see cref="Margin"/>. An id is accepted up to retention, so a write has the margin to reach the
/// database; one that takes longer finds no partition and is refused there (<c>Expired</c>): the partition going early can never let a duplicate in.
/// </remarks>
internal sealed class EffectPartitions(
    RegionDatabase database,
    StorageShards shards,
    IOptions<DurableStateOptions> options,
    TimeProvider time,
    ILogger<EffectPartitions> log) : BackgroundService
{
    private const int PartitionsPerRetention = 6;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LeastAhead = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(100);

    private TimeSpan Retention => options.Value.EffectRetention;

    private TimeSpan Ahead => Retention > LeastAhead ? Retention : LeastAhead;

    /// <summary>Sees to it that every acceptable id has its partition; called before the silo serves. Waits while another silo does it.</summary>
    public async Task Prepare(CancellationToken cancellation)
    {
        foreach (var shard in shards.All)
        {
            while (!await UnderLock(shard.Source, Attach, cancellation))
            {
                // Not a blocking lock: a waiter's snapshot would hold up the other's concurrent detach.
                await Task.Delay(LockPause, time, cancellation);
            }
        }
    }

    /// <summary>Attaches, collects and drops, unless another silo is at it.</summary>
    public async Task KeepNow(CancellationToken cancellation)
    {
        foreach (var shard in shards.All)
        {
            await Try(() => UnderLock(shard.Source, Keep, cancellation), cancellation);
        }

        await Try(() => UnderLock(database.Source, (connection, token) => Execute(connection, EffectPartitionSql.CollectKeys, token, Retention + Margin), cancellation), cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await KeepNow(stoppingToken);
        }
    }

    private static Task<bool> UnderLock(NpgsqlDataSource source, Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken cancellation) =>
        AdvisoryLock.Try(source, AdvisoryLock.EffectPartitions, work, cancellation);

    /// <summary>First what writes depend on; then, each by itself, what can wait: a long reader of a partition (a backup) holds up its detaching, and nothing else.</summary>
    private async Task Keep(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await Attach(connection, cancellation);
        await Try(() => Execute(connection, EffectPartitionSql.CollectSends, cancellation, SendTimes.EffectLife), cancellation);
        await Try(() => CollectSendEffects(connection, cancellation), cancellation);
        await Try(() => Drop(connection, cancellation), cancellation);
    }

    private async Task Attach(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var now = await Now(connection, cancellation);
        var existing = (await List(connection, cancellation)).ConvertAll(partition => EffectPartition.Parse(partition.Name));
        var loose = await Names(connection, EffectPartitionSql.ListLoose, cancellation);
        var width = (long)(Retention / PartitionsPerRetention).TotalMilliseconds;
        foreach (var partition in EffectPartition.Missing(existing, Oldest(now), now + (long)Ahead.TotalMilliseconds, width))
        {
            // Made, but not attached, by a silo that died in between.
            if (!loose.Contains(partition.Name))
            {
                await Execute(connection, EffectPartitionSql.Create(partition.Name), cancellation);
            }

            await Execute(connection, EffectPartitionSql.Attach(partition.Name, partition.FirstId, partition.EndId), cancellation);
            log.PartitionAttached(partition.Name);
        }
    }

    /// <summary>A send is in its source's shard, what it did in its target's. So they are compared across all shards, unless there is only one.</summary>
    private async Task CollectSendEffects(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (shards.All.Count == 1)
        {
            await Execute(connection, EffectPartitionSql.CollectSendEffects, cancellation, SendTimes.EffectLife);
            return;
        }

        var after = Guid.Empty;
        while (await Roots(connection, after, cancellation) is { Count: > 0 } roots)
        {
            after = roots[^1];
            var gone = roots.ToHashSet();
            foreach (var shard in shards.All)
            {
                await using var living = shard.Source.CreateCommand(EffectPartitionSql.LivingSends);
                living.Parameters.Add(new() { Value = roots.ToArray() });
                await using var reader = await living.ExecuteReaderAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                {
                    gone.Remove(reader.GetGuid(0));
                }
            }

            await using var collect = new NpgsqlCommand(EffectPartitionSql.CollectRoots, connection);
            collect.Parameters.Add(new() { Value = gone.ToArray() });
            collect.Parameters.Add(new() { Value = SendTimes.EffectLife });
            await collect.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task<List<Guid>> Roots(NpgsqlConnection connection, Guid after, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(EffectPartitionSql.Roots, connection);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = SendTimes.EffectLife });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var roots = new List<Guid>();
        while (await reader.ReadAsync(cancellation))
        {
            roots.Add(reader.GetGuid(0));
        }

        return roots;
    }

    private async Task Drop(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var oldest = Oldest(await Now(connection, cancellation));
        foreach (var (name, detachPending) in await List(connection, cancellation))
        {
            if (detachPending)
            {
                await Execute(connection, EffectPartitionSql.FinishDetach(name), cancellation);
            }
            else if (EffectPartition.Parse(name).To < oldest)
            {
                await Execute(connection, EffectPartitionSql.Detach(name), cancellation);
            }
        }

        foreach (var name in await Names(connection, EffectPartitionSql.ListLoose, cancellation))
        {
            await Execute(connection, EffectPartitionSql.Drop(name), cancellation);
            log.PartitionDropped(name);
        }
    }

    private async Task Try(Func<Task> work, CancellationToken cancellation)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // It comes round again in a minute; the silo must not stop for it.
        catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.PartitionsNotKept(error.Message);
        }
    }

    private long Oldest(long now) => now - (long)(Retention + Margin).TotalMilliseconds;

    private static async Task<long> Now(NpgsqlConnection connection, CancellationToken cancellation) =>
        new DateTimeOffset((DateTime)(await Scalar(connection, EffectPartitionSql.Now, cancellation))!, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static async Task<List<(string Name, bool DetachPending)>> List(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(EffectPartitionSql.List, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var partitions = new List<(string, bool)>();
        while (await reader.ReadAsync(cancellation))
        {
            partitions.Add((reader.GetString(0), reader.GetBoolean(1)));
        }

        return partitions;
    }

    private static async Task<List<string>> Names(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation, TimeSpan? parameter = null)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (parameter is { } value)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
