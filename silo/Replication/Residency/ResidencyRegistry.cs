using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Silo.Replication.Residency;

/// <summary>Keeps the residency policy in the region's database, for the audit, and lets none be changed under data that is there: what is stored elsewhere already does not move by itself.</summary>
internal sealed class ResidencyRegistry(RegionDatabase database, StorageShards shards, IOptions<ActiveActiveOptions> options)
{
    /// <summary>The policy that silos go by.</summary>
    public static ResidencyPolicy PolicyOf(ActiveActiveOptions options)
    {
        string[] regions = [options.Region, .. options.Replication.Peers.Keys];
        return options.Replication.PlantNoResidency ? ResidencyPolicy.None(regions) : new ResidencyPolicy(regions, options.Replication.Residency);
    }

    /// <exception cref="InvalidOperationException">The policy was changed for a jurisdiction of which there is data.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        if (!options.Value.Replication.IsEnabled)
        {
            return;
        }

        var policy = new ResidencyPolicy([options.Value.Region, .. options.Value.Replication.Peers.Keys], options.Value.Replication.Residency);
        var stored = await Read(cancellation);
        foreach (var jurisdiction in stored.Keys.Union(policy.Jurisdictions.Keys))
        {
            var asked = policy.Jurisdictions.TryGetValue(jurisdiction, out var regions) ? (string[])[.. regions] : null;
            var known = stored.GetValueOrDefault(jurisdiction);
            if (asked is null ? known is null : known is not null && known.SequenceEqual(asked))
            {
                continue;
            }

            if (await IsUsed(jurisdiction, cancellation))
            {
                throw new InvalidOperationException(
                    $"There are grains whose keys begin with '{jurisdiction}:'. Until now {Describe(known)}, and Replication:Residency says that {Describe(asked)}. Data does not move by a change of the policy: put it back, or give the new policy another jurisdiction, write the grains anew under it, and remove the old ones.");
            }

            await (asked is null ? Run(ResidencySql.Delete, cancellation, jurisdiction) : Run(ResidencySql.Write, cancellation, jurisdiction, asked));
        }
    }

    private static string Describe(string[]? regions) => regions is null ? "every region may hold them" : $"{string.Join(", ", regions)} may hold them";

    private async Task<Dictionary<string, string[]>> Read(CancellationToken cancellation)
    {
        await using var command = database.Source.CreateCommand(ResidencySql.Read);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var stored = new Dictionary<string, string[]>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            stored.Add(reader.GetString(0), reader.GetFieldValue<string[]>(1));
        }

        return stored;
    }

    private async Task<bool> IsUsed(string jurisdiction, CancellationToken cancellation)
    {
        foreach (var shard in shards.All)
        {
            await using var command = shard.Source.CreateCommand(ResidencySql.IsUsed);
            command.Parameters.Add(new NpgsqlParameter { Value = jurisdiction + ":" });
            if ((bool)(await command.ExecuteScalarAsync(cancellation))!)
            {
                return true;
            }
        }

        return false;
    }

    private async Task Run(string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var command = database.Source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
