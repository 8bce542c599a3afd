using ActiveActive.Silo.Membership.Fencing;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>
/// Declares a silo dead in the membership table, as Orleans does it: read all, change the row and the table's version if nobody else did.
/// </summary>
/// <remarks>
/// Not by <see cref="IClusterMembershipService.TryKill"/>: that only adds to a queue which is worked off one by one, repeats what failed, and waits up to a minute between
/// failures. A database that was down for a while has filled it with the votes of Orleans' own probes, and the declaration would come long after its return.
/// </remarks>
internal sealed class Evictor(
    IMembershipTable table,
    IClusterMembershipService membership,
    ILocalSiloDetails self,
    OwnDeath ownDeath,
    TimeProvider time,
    ILogger<Evictor> log)
{
    /// <summary>Declares a silo dead unless it is already, and makes this silo's view show it. Does nothing when another change came first; try again.</summary>
    /// <exception cref="Exception">The database could not be asked.</exception>
    public async Task Evict(SiloAddress silo, CancellationToken cancellation)
    {
        var found = await table.ReadAllAsync(cancellation).WaitAsync(cancellation);
        if (found.TryGet(self.SiloAddress)?.Item1.Status == SiloStatus.Dead)
        {
            // The dead accuse nobody: perhaps it was they who could not be reached.
            ownDeath.Learn("its row in the membership table");
            return;
        }

        if (found.TryGet(silo) is { Item1: { Status: not SiloStatus.Dead } row } entry)
        {
            row.Status = SiloStatus.Dead;
            row.AddSuspector(self.SiloAddress, time.GetUtcNow().UtcDateTime);
            if (!await table.UpdateRowAsync(row, entry.Item2, found.Version.Next(), cancellation).WaitAsync(cancellation))
            {
                return;
            }

            log.Evicted(silo);
        }

        await membership.Refresh(default, cancellation);
    }
}
