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
        while (!await UnderLock(Attach, cancellation))
        {
            // Not a blocking lock: a waiter's snapshot would hold up the other's concurrent detach.
            await Task.Delay(LockPause, time, cancellation);
        }
    }

    /// <summary>Attaches, collects and drops, unless another silo is at it.</summary>
    public Task KeepNow(CancellationToken cancellation) => UnderLock(Keep, cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Try(() => KeepNow(stoppingToken), stoppingToken);
        }
    }

    private Task<bool> UnderLock(Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken cancellation) =>
        AdvisoryLock.Try(database, AdvisoryLock.EffectPartitions, work, cancellation);

    /// <summary>First what writes depend on; then, each by itself, what can wait: a long reader of a partition (a backup) holds up its detaching, and nothing else.</summary>
    private async Task Keep(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await Attach(connection, cancellation);
        await Try(() => Execute(connection, EffectPartitionSql.CollectSends, cancellation, SendTimes.EffectLife), cancellation);
        await Try(() => Execute(connection, EffectPartitionSql.CollectSendEffects, cancellation, SendTimes.EffectLife), cancellation);
        await Try(() => Execute(connection, EffectPartitionSql.CollectKeys, cancellation, Retention + Margin), cancellation);
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
