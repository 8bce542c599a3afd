using ActiveActive.Replication.Repair;
using ActiveActive.Silo.Replication.Residency;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>
/// Compares this region's states with a peer's: by digests of ranges, then, where these differ, state by state. A difference that a change on its way explains is none: what either region had at the first look is waited for
/// in both, and looked at again.
/// </summary>
internal sealed class PeerComparer(PeerCaller peers, StateDigests digests, StateScan scan, RowReader rows, LogTables tables, SendGuard guard, OwnStreams own, ReplicationMetrics metrics, IOptions<ActiveActiveOptions> options, TimeProvider time)
{
    private const int RangesAtOnce = 256;
    private const int StatesAtOnce = 256;
    private const int Looks = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Compares all states.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="mayBeLate">Whether to go on when this region does not apply in time what the peer has.</param>
    /// <exception cref="InvalidOperationException">One of the two cannot be compared now.</exception>
    public Task<Comparison> Compare(string peer, CancellationToken cancellation, bool mayBeLate = false) => peers.Ask(peer, async (client, caller) =>
    {
        await CheckWhole(client, caller, cancellation);
        var tree = await digests.Make(peer, cancellation);
        var comparison = new DigestComparison(tree);
        var run = RepairCodec.Bytes(Guid.NewGuid());
        while (comparison.Take(RangesAtOnce) is { Count: > 0 } ranges)
        {
            var request = new Wire.DigestsRequest { Caller = caller, Run = run };
            request.Ranges.Add(ranges.Select(RepairCodec.Write));
            var response = await client.DigestsAsync(request, cancellationToken: cancellation);
            foreach (var (range, answer) in ranges.Zip(response.Ranges))
            {
                comparison.Answered(range, RepairCodec.Read(answer));
            }
        }

        if (comparison.Different.Count == 0)
        {
            return new Comparison(tree.Count, comparison.Theirs, 0, []);
        }

        var places = new Wire.NamesRequest { Caller = caller };
        places.Places.Add(comparison.Different);
        var theirs = await client.NamesAsync(places, cancellationToken: cancellation);
        var keys = (await scan.Names(peer, comparison.Different, cancellation)).Union(theirs.Names.Select(RepairCodec.Read)).ToList();
        var different = new List<StateDifference>();
        foreach (var some in keys.Chunk(StatesAtOnce))
        {
            different.AddRange(await Judge(client, caller, some, mayBeLate, cancellation));
        }

        metrics.Diverged(peer, different.Count);
        return new Comparison(tree.Count, comparison.Theirs, keys.Count, different);
    });

    /// <summary>Compares some states.</summary>
    public Task<List<StateDifference>> Compare(string peer, IReadOnlyCollection<StateKey> keys, CancellationToken cancellation) => peers.Ask(peer, async (client, caller) =>
    {
        await CheckWhole(client, caller, cancellation);
        return await Judge(client, caller, keys, mayBeLate: false, cancellation);
    });

    /// <summary>Waits until this region has stored, not yet applied, all that a peer has by now.</summary>
    /// <exception cref="InvalidOperationException">That took too long.</exception>
    public Task WaitUntilStored(string peer, CancellationToken cancellation) => peers.Ask(peer, async (client, caller) =>
    {
        var (known, has) = await Positions(client, caller, cancellation);
        for (var started = time.GetTimestamp(); has.Heads.Any(head => head.Key.Origin != own.Self && known.Heads.GetValueOrDefault(head.Key) < head.Value); known = await Here(caller, cancellation))
        {
            if (time.GetElapsedTime(started) > options.Value.Replication.CompareWithin)
            {
                throw Late(own.Self.Region, caller.Peer);
            }

            await Task.Delay(Pause, time, cancellation);
        }

        return true;
    });

    private static async Task<(Dictionary<StateKey, SeenState?> Seen, HashSet<StateKey> Held)> See(Wire.Repair.RepairClient client, Wire.Caller caller, IEnumerable<StateKey> keys, CancellationToken cancellation)
    {
        var request = new Wire.StatesRequest { Caller = caller };
        request.Names.Add(keys.Select(RepairCodec.Write));
        var response = await client.StatesAsync(request, cancellationToken: cancellation);
        return (response.States.ToDictionary(static state => RepairCodec.Read(state.Name), RepairCodec.Read), [.. response.States.Where(static state => state.IsHeld).Select(static state => RepairCodec.Read(state.Name))]);
    }

    private async Task<List<StateDifference>> Judge(Wire.Repair.RepairClient client, Wire.Caller caller, IReadOnlyCollection<StateKey> keys, bool mayBeLate, CancellationToken cancellation)
    {
        var here = await rows.See(keys, cancellation);
        var (there, _) = await See(client, caller, keys, cancellation);
        var found = new List<StateDifference>();
        for (var look = 1; here.Count > 0; look++)
        {
            await WaitForBoth(client, caller, mayBeLate, cancellation);
            var heldHere = await rows.Held(cancellation);
            var nextHere = await rows.See(here.Keys, cancellation);
            var (nextThere, heldThere) = await See(client, caller, here.Keys, cancellation);
            var judged = here.Keys.Select(key => new StateDifference(
                key,
                heldHere.Contains(key) || heldThere.Contains(key) ? Finding.Held : Findings.Judge(here[key], there[key], nextHere[key], nextThere[key]),
                nextHere[key],
                nextThere[key])).ToList();
            found.AddRange(judged.Where(one => one.Finding is not Finding.Same && (one.Finding is not Finding.Changing || look == Looks)));
            var again = judged.Where(one => one.Finding is Finding.Changing && look < Looks).Select(static one => one.Key).ToList();
            (here, there) = (again.ToDictionary(static key => key, key => nextHere[key]), again.ToDictionary(static key => key, key => nextThere[key]));
        }

        // A row that is damaged may hold no change that the other lacks, so it is the same before and after; one that is held is different only if it shows it.
        return [.. found.Where(static one => one.Finding is not Finding.Held || one.Here?.Print != one.There?.Print)];
    }

    // Until both have applied what either has stored by now.
    private async Task WaitForBoth(Wire.Repair.RepairClient client, Wire.Caller caller, bool mayBeLate, CancellationToken cancellation)
    {
        var (known, has) = await Positions(client, caller, cancellation);
        var wanted = known.Heads.Concat(has.Heads).GroupBy(static one => one.Key).Select(static heads => KeyValuePair.Create(heads.Key, heads.Max(static head => head.Value))).ToList();
        var started = time.GetTimestamp();
        while (!known.HasApplied(wanted) || !has.HasApplied(wanted))
        {
            if (time.GetElapsedTime(started) > options.Value.Replication.CompareWithin)
            {
                if (mayBeLate && has.HasApplied(wanted))
                {
                    return;
                }

                throw Late(known.HasApplied(wanted) ? caller.Peer : own.Self.Region, caller.Peer);
            }

            await Task.Delay(Pause, time, cancellation);
            (known, has) = await Positions(client, caller, cancellation);
        }
    }

    private async Task<(StoredPositions Here, StoredPositions There)> Positions(Wire.Repair.RepairClient client, Wire.Caller caller, CancellationToken cancellation)
    {
        var there = await client.PositionsAsync(new Wire.PositionsRequest { Caller = caller }, cancellationToken: cancellation);
        return (await Here(caller, cancellation), new StoredPositions(RepairCodec.Read(there.Heads), RepairCodec.Read(there.Applied)));
    }

    private async Task<StoredPositions> Here(Wire.Caller caller, CancellationToken cancellation) =>
        StoredPositions.Of((await tables.Streams(cancellation)).Where(stream => guard.MayHave(caller.Peer, stream.Stream)), own.Self);

    private InvalidOperationException Late(string late, string peer) => new(
        $"Region {late} did not apply within {options.Value.Replication.CompareWithin} what {own.Self.Region} and {peer} have, so it cannot be told what is on its way from what is lost. See whether its links work (`aactl regions status`). If they do, changes there may wait for what a damaged row has lost: `aactl regions repair` in region {late} fetches it.");

    private async Task CheckWhole(Wire.Repair.RepairClient client, Wire.Caller caller, CancellationToken cancellation)
    {
        var there = await client.PositionsAsync(new Wire.PositionsRequest { Caller = caller }, cancellationToken: cancellation);
        if (!there.IsWhole || !await own.IsWhole(cancellation))
        {
            throw new InvalidOperationException($"Region {(there.IsWhole ? own.Self.Region : caller.Peer)} does not know all itself yet, since it rejoins or takes a snapshot. Wait until `aactl regions status` says that it is whole.");
        }
    }
}
