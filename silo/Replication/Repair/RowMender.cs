using ActiveActive.Replication.Repair;
using ActiveActive.State;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>Writes what another region's row has into this region's, by the row's version as all that writes, and lets an activation read it.</summary>
internal sealed class RowMender(
    IStateStore store,
    ReplicatedTypes types,
    Replicas replicas,
    IDatabaseClock clock,
    TimeProvider time,
    IOptions<ActiveActiveOptions> options,
    IOptions<DurableStateOptions> states,
    ILogger<RowMender> log)
{
    private const int AttemptThatHolds = 3;
    private const int MostAttempts = 8;

    /// <summary>Adds all that another region's row has.</summary>
    /// <returns>Whether there was anything.</returns>
    public Task<bool> Join(ScannedRow theirs, CancellationToken cancellation) =>
        Write(theirs, static (repair, own, theirs, latest) => repair.Join(own, theirs.Payload, theirs.TypeVersion, latest), cancellation);

    /// <summary>Takes another region's row in place of this one's.</summary>
    /// <returns>False when the other region has not yet seen all that this one has.</returns>
    public Task<bool> Replace(ScannedRow theirs, CancellationToken cancellation) =>
        Write(theirs, static (repair, own, theirs, latest) => repair.Replace(own, theirs.Payload, theirs.TypeVersion, latest), cancellation);

    /// <summary>Lets activations read what was written; done when all have.</summary>
    public Task Tell(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation) => replicas.Refresh([.. keys.Select(MergedRow.Of)], cancellation);

    private async Task<bool> Write(ScannedRow theirs, Func<IRowRepair, byte[]?, ScannedRow, long, byte[]?> next, CancellationToken cancellation)
    {
        var repair = types.RepairOf(theirs.Key) ?? throw new StateVersionException($"No grain class of this silo's code has the state {theirs.Key}. Deploy the newer code here, then try again.");
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            if (attempt == AttemptThatHolds)
            {
                await replicas.Hold(theirs.Key, cancellation);
            }

            var row = await store.Load(theirs.Key, cancellation);
            if (row is not null && row.TypeVersion > repair.TypeVersion)
            {
                throw new StateVersionException($"The row of {theirs.Key} has type version {row.TypeVersion}; this silo's code has version {repair.TypeVersion}. Deploy the newer code to this silo, then try again.");
            }

            var latest = (clock.UtcNow + options.Value.Replication.MaxClockDrift).ToUnixTimeMilliseconds();
            if (next(repair, row?.Payload, theirs, latest) is not { } payload)
            {
                return false;
            }

            var write = new StateWrite(theirs.Key, row?.Version ?? 0, Uuid7.New(time.GetUtcNow()), ChangesState: true, repair.TypeVersion, payload, [], []);
            if ((await ResolvedCommit.Write(store, write, states.Value.CommitTimeout, time, log, cancellation)).Outcome == CommitOutcome.Committed)
            {
                return true;
            }
        }

        throw new StorageUnavailableException($"{theirs.Key} was written by others each time. Try again.");
    }
}
