using ActiveActive.Replication.Repair;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>Mends this region's rows by a peer's.</summary>
internal sealed class RegionRepair(PeerCaller peers, PeerComparer comparer, RowMender mender, ReplicationMetrics metrics, ILogger<RegionRepair> log)
{
    /// <summary>
    /// Fetches what rows here lack and a peer has: what a row has seen tells what it lacks. Rows that were altered are left alone, since nothing in the two tells which of them is right.
    /// </summary>
    /// <remarks>
    /// Where the peer's row has all that this one has, it takes its place. The two are not joined then: a row that was put back in time and changed since may have folded changes without knowledge of those that it had lost, and
    /// would count a request twice for ever (found by the simulator).
    /// </remarks>
    /// <returns>What was found, and which of it is mended.</returns>
    public async Task<(Comparison Found, HashSet<StateKey> Mended)> Fetch(string peer, CancellationToken cancellation)
    {
        // Changes that need what a row has lost wait for it, so this region may never apply all that the peer has.
        var comparison = await comparer.Compare(peer, cancellation, mayBeLate: true);
        var mended = new HashSet<StateKey>();
        foreach (var (key, finding) in comparison.Differences.Where(static one => one.Finding is Finding.LacksHere or Finding.LacksBoth).Select(static one => (one.Key, one.Finding)))
        {
            if (await Read(peer, key, cancellation) is { } theirs && ((finding is Finding.LacksHere && await mender.Replace(theirs, cancellation)) || await mender.Join(theirs, cancellation)))
            {
                await mender.Tell([key], cancellation);
                mended.Add(key);
                metrics.Repaired(peer, 1);
                log.Mended(key, peer);
            }
        }

        return (comparison, mended);
    }

    /// <summary>Takes a peer's row of one state in place of this region's: somebody has judged that this one is damaged.</summary>
    /// <returns>How the two differed.</returns>
    /// <exception cref="InvalidOperationException">It cannot be taken.</exception>
    public async Task<Finding> Replace(string peer, StateKey key, CancellationToken cancellation)
    {
        // Also sees to it that the peer has all that this region had.
        var difference = (await comparer.Compare(peer, [key], cancellation)).Find(one => one.Key == key);
        switch (difference?.Finding)
        {
            case null:
                return Finding.Same;
            case Finding.Held:
                throw new InvalidOperationException($"Changes of {key} are put aside. Have them tried again first; the row may lack nothing but these.");
            case Finding.UnreadableThere or Finding.LacksThere or Finding.LacksBoth:
                throw new InvalidOperationException($"The row of {key} in region {peer} is damaged itself, or lacks changes: it does not take the place of this one. Repair it there first, from this region or another one.");
            default:
                break;
        }

        if (await Read(peer, key, cancellation) is not { } theirs)
        {
            throw new InvalidOperationException($"Region {peer} has no row of {key}.");
        }

        if (!await mender.Replace(theirs, cancellation))
        {
            throw new InvalidOperationException($"{key} was changed here meanwhile, and region {peer} does not have that yet. Try again.");
        }

        await mender.Tell([key], cancellation);
        metrics.Repaired(peer, 1);
        log.Replaced(key, peer);
        return difference.Finding;
    }

    private async Task<ScannedRow?> Read(string peer, StateKey key, CancellationToken cancellation)
    {
        var row = await Ask(peer, key, cancellation);

        // A session's token names what is stored here. What the row shows must be, before anybody reads it here and goes on to another region.
        await comparer.WaitUntilStored(peer, cancellation);
        return row;
    }

    private Task<ScannedRow?> Ask(string peer, StateKey key, CancellationToken cancellation) => peers.Ask<ScannedRow?>(peer, async (client, caller) =>
    {
        var request = new Wire.StatesRequest { Caller = caller, WithPayload = true };
        request.Names.Add(RepairCodec.Write(key));
        var state = (await client.StatesAsync(request, cancellationToken: cancellation)).States[0];
        return state.Exists ? new ScannedRow(key, state.TypeVersion, state.Payload.ToByteArray()) : null;
    });
}
