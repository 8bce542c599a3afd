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
        while (!await TryKeep(cancellation))
        {
            // Not a blocking lock: a waiter's snapshot would hold up the other's concurrent detach.
            await Task.Delay(LockPause, time, cancellation);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TryKeep(stoppingToken);
            }
            catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException)
            {
                log.PartitionsNotKept(error.Message);
            }
        }
    }

    private async Task<bool> TryKeep(CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        if (!(bool)(await Scalar(connection, EffectPartitionSql.TryLock, cancellation))!)
        {
            return false;
        }

        try
        {
            await Keep(connection, cancellation);
        }
        finally
        {
            await Execute(connection, EffectPartitionSql.Unlock, CancellationToken.None);
        }

        return true;
    }

    private async Task Keep(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var now = new DateTimeOffset((DateTime)(await Scalar(connection, EffectPartitionSql.Now, cancellation))!, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var attached = new List<EffectPartition>();
        foreach (var (name, detachPending) in await List(connection, cancellation))
        {
            if (detachPending)
            {
                await Execute(connection, EffectPartitionSql.FinishDetach(name), cancellation);
            }
            else
            {
                attached.Add(EffectPartition.Parse(name));
            }
        }

        var oldest = now - (long)(Retention + Margin).TotalMilliseconds;
        foreach (var partition in attached.Where(partition => partition.To < oldest).ToList())
        {
            await Execute(connection, EffectPartitionSql.Detach(partition.Name), cancellation);
            attached.Remove(partition);
        }

        foreach (var name in await Names(connection, EffectPartitionSql.ListLoose, cancellation))
        {
            await Execute(connection, EffectPartitionSql.Drop(name), cancellation);
            log.PartitionDropped(name);
        }

        var width = (long)(Retention / PartitionsPerRetention).TotalMilliseconds;
        foreach (var partition in EffectPartition.Missing(attached, oldest, now + (long)Ahead.TotalMilliseconds, width))
        {
            await Execute(connection, EffectPartitionSql.Create(partition.Name), cancellation);
            await Execute(connection, EffectPartitionSql.Attach(partition.Name, partition.FirstId, partition.EndId), cancellation);
            log.PartitionAttached(partition.Name);
        }

        await Execute(connection, EffectPartitionSql.CollectSends, cancellation, SendTimes.EffectLife);
        await Execute(connection, EffectPartitionSql.CollectKeys, cancellation, Retention + Margin);
    }

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
