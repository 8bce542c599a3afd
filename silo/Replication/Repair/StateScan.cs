using System.Runtime.CompilerServices;
using ActiveActive.Replication.Repair;
using ActiveActive.Silo.Security;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>Reads all replicated states of the region, shard after shard, by their keys and no faster than <see cref="ReplicationOptions.ScanRate"/>, so that others go on being served.</summary>
internal sealed class StateScan(StorageShards shards, ReplicatedTypes types, ResidencyPolicy policy, ValueSealer sealer, IOptions<ActiveActiveOptions> options, TimeProvider time)
{
    private const int Page = 200;
    private const int KeyPage = 5_000;

    /// <summary>All rows that another region may hold, too. Each is as it was at some time between the call and its turn.</summary>
    public async IAsyncEnumerable<ScannedRow> Rows(string with, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var (shard, type) in shards.All.SelectMany(_ => types.All, static (shard, type) => (shard, type)))
        {
            for (var after = ""; ;)
            {
                var started = time.GetTimestamp();
                var rows = await shard.Source.Rows(RepairSql.Rows, static reader => (Key: reader.GetString(0), TypeVersion: reader.GetInt32(1), Payload: reader.GetFieldValue<byte[]>(2), Version: reader.GetInt64(3)), cancellation, type.GrainType, type.Name, after, Page);
                foreach (var row in rows.Where(row => policy.MayHold(with, row.Key)))
                {
                    var key = new StateKey(type.GrainType, row.Key, type.Name);
                    yield return new ScannedRow(key, row.TypeVersion, await sealer.Open(row.Payload, SealedPlace.State(key, row.Version, row.TypeVersion), cancellation));
                }

                if (rows.Count < Page)
                {
                    break;
                }

                after = rows[^1].Key;
                await Pace(started, rows.Count, cancellation);
            }
        }
    }

    /// <summary>The states at these places that another region may hold, too.</summary>
    public async Task<List<StateKey>> Names(string with, IReadOnlySet<ulong> places, CancellationToken cancellation)
    {
        var found = new List<StateKey>();
        foreach (var (shard, type) in shards.All.SelectMany(_ => types.All, static (shard, type) => (shard, type)))
        {
            for (var after = ""; ;)
            {
                var started = time.GetTimestamp();
                var keys = await shard.Source.Rows(RepairSql.Keys, static reader => reader.GetString(0), cancellation, type.GrainType, type.Name, after, KeyPage);
                found.AddRange(keys.Where(key => policy.MayHold(with, key)).Select(key => new StateKey(type.GrainType, key, type.Name)).Where(key => places.Contains(StatePrint.PlaceOf(key))));
                if (keys.Count < KeyPage)
                {
                    break;
                }

                after = keys[^1];
                await Pace(started, keys.Count / 10, cancellation); // it reads an index only
            }
        }

        return found;
    }

    // Waits until so many rows were allowed to be read.
    private async Task Pace(long started, int rows, CancellationToken cancellation)
    {
        var left = TimeSpan.FromSeconds((double)rows / options.Value.Replication.ScanRate) - time.GetElapsedTime(started);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellation);
        }
    }
}
