using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication.Residency;

/// <summary>Keeps the residency policy in the region's database, for the audit, and lets none be changed under data that is there: what is stored elsewhere already does not move by itself.</summary>
internal sealed class ResidencyRegistry(RegionDatabase database, StorageShards shards, IOptions<ActiveActiveOptions> options)
{
    /// <summary>The policy that silos go by.</summary>
    public static ResidencyPolicy PolicyOf(ActiveActiveOptions options) => options.Replication.PlantNoResidency ? ResidencyPolicy.None(RegionsOf(options)) : Given(options);

    /// <exception cref="InvalidOperationException">The policy was changed for a jurisdiction of which there is data.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        if (!options.Value.Replication.IsEnabled)
        {
            return;
        }

        var policy = Given(options.Value);
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

            await (asked is null ? database.Source.Execute(ResidencySql.Delete, cancellation, jurisdiction) : database.Source.Execute(ResidencySql.Write, cancellation, jurisdiction, asked));
        }
    }

    private static ResidencyPolicy Given(ActiveActiveOptions options) => new(RegionsOf(options), options.Replication.Residency);

    private static string[] RegionsOf(ActiveActiveOptions options) => [options.Region, .. options.Replication.Peers.Keys];

    private static string Describe(string[]? regions) => regions is null ? "every region may hold them" : $"{string.Join(", ", regions)} may hold them";

    private async Task<Dictionary<string, string[]>> Read(CancellationToken cancellation) =>
        (await database.Source.Rows(ResidencySql.Read, static reader => (Jurisdiction: reader.GetString(0), Regions: reader.GetFieldValue<string[]>(1)), cancellation))
            .ToDictionary(static one => one.Jurisdiction, static one => one.Regions, StringComparer.Ordinal);

    private async Task<bool> IsUsed(string jurisdiction, CancellationToken cancellation)
    {
        foreach (var shard in shards.All)
        {
            if ((bool)(await shard.Source.Scalar(ResidencySql.IsUsed, cancellation, jurisdiction + ":"))!)
            {
                return true;
            }
        }

        return false;
    }
}
