using ActiveActive.Silo.Storage.Flushes;
using ActiveActive.Silo.Storage.Shards;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>How full the queue of writes is, at the fullest of the databases.</summary>
internal sealed class FlushQueueCheck(string name, string unit, Func<GroupCommitter, long> queued, long most, StorageShards shards, HealthOptions options) : INamedCheck
{
    public string Name => name;

    public HealthSeverity Severity => HealthSeverity.Critical;

    public bool IsSlow => false;

    public bool IsUsed => true;

    public string Advice => "The database does not keep up with the writes: look at its disk and load; add shards (Storage:Shards). A full queue refuses writes as overloaded";

    public static FlushQueueCheck OfWrites(StorageShards shards, IOptions<ActiveActiveOptions> options) =>
        new(CheckNames.FlushQueueWrites, "{write}", static committer => committer.Writes, options.Value.Storage.MaxQueuedWrites, shards, options.Value.Health);

    public static FlushQueueCheck OfBytes(StorageShards shards, IOptions<ActiveActiveOptions> options) =>
        new(CheckNames.FlushQueueBytes, "By", static committer => committer.Bytes, options.Value.Storage.MaxQueuedBytes, shards, options.Value.Health);

    public Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var fullest = shards.All.Max(shard => queued(shard.Committer));
        return Task.FromResult(CheckFinding.AtMost(fullest, options.FlushQueue * most, unit, $"{fullest} {(unit == "By" ? "bytes" : "writes")} of {most} wait for the database or are under way"));
    }
}
