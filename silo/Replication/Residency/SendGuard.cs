using ActiveActive.Replication;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Replication.Residency;

/// <summary>The last look before bytes leave a region, and the first when they come: of each change, whether it may be where it goes, by its grain's key, whatever stream it is in.</summary>
internal sealed class SendGuard(ResidencyPolicy policy, OwnStreams own, ResidencyMetrics metrics, ILogger<SendGuard> log)
{
    /// <summary>Whether a region may have a stream.</summary>
    public bool MayHave(string region, StreamId stream) => policy.RegionsOf(stream.Class).Contains(region);

    /// <exception cref="RpcException">There is something in them that may not go there.</exception>
    public void CheckLeaving(string to, IEnumerable<StoredBatch> batches)
    {
        foreach (var batch in batches)
        {
            if (batch.Entries.Select(EntryCodec.GrainKey).FirstOrDefault(key => key is not null && !policy.MayHold(to, key)) is { } key)
            {
                metrics.NotSent();
                log.NotSent(to, batch.Stream, batch.Number, policy.JurisdictionOf(key)!);
                throw new RpcException(new Status(StatusCode.FailedPrecondition, $"Batch {batch.Number} of {batch.Stream} has something that {to} may not hold, by the policy of region {own.Self.Region}. It is not sent, nor is what comes after it. Is the policy (Replication:Residency) the same in all regions?"));
            }
        }
    }

    /// <exception cref="InvalidDataException">There is something in it that this region may not hold.</exception>
    public void CheckArriving(LogBatch batch)
    {
        if (!MayHave(own.Self.Region, batch.Stream) || batch.Entries.OfType<StateEntry>().Any(entry => !policy.MayHold(own.Self.Region, entry.Key.GrainKey)))
        {
            metrics.NotTaken();
            log.NotTaken(batch.Stream, batch.Number);
            throw new InvalidDataException($"Batch {batch.Number} of {batch.Stream} has something that {own.Self.Region} may not hold, by its policy. It is not taken, nor is what comes after it. Is the policy (Replication:Residency) the same in all regions?");
        }
    }
}
