using System.Text.Json;
using System.Text.Json.Nodes;
using ActiveActive.Merging;
using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication;

/// <summary>A merger with a bug that a drill's checkers must find, for drills and their tests only: of some changes it notes that it has seen them and forgets what they say.</summary>
internal sealed class PlantedMerger(IEntryMerger merger) : IEntryMerger
{
    /// <summary>One in so many changes is forgotten, the same one whenever it is merged.</summary>
    private const int Period = 20;

    public int TypeVersion => merger.TypeVersion;

    public RowMerge Merge(byte[]? payload, IReadOnlyList<ArrivedEntry> entries, IStability stability, long latest)
    {
        var original = entries.ToDictionary(Forgetful);
        var merge = merger.Merge(payload, [.. original.Keys], stability, latest);
        return merge with { Merged = [.. merge.Merged.Select(entry => original[entry])], Poison = merge.Poison is null ? null : original[merge.Poison] };
    }

    public IReadOnlyList<ArrivedEntry> Known(byte[]? payload, IReadOnlyList<ArrivedEntry> entries) => merger.Known(payload, entries);

    private static ArrivedEntry Forgetful(ArrivedEntry arrived)
    {
        if (arrived.Entry.Hash.Low % Period != 0)
        {
            return arrived;
        }

        var delta = JsonNode.Parse(arrived.Entry.Delta)!;
        delta[nameof(Merged<object>.Value)] = new JsonObject();
        return arrived with { Entry = arrived.Entry with { Delta = JsonSerializer.SerializeToUtf8Bytes(delta) } };
    }
}
