using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Silo.Replication.DeadLetters;
using ActiveActive.Silo.Replication.Residency;
using Grpc.Core;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>Reads how the region and its peers are.</summary>
internal sealed class RegionsReader(LogTables tables, DeadLetterTables letters, PeerCaller peers, SendGuard guard, OwnStreams own)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<RegionsStatus> Read(CancellationToken cancellation)
    {
        var streams = await tables.Streams(cancellation);
        var kept = await Task.WhenAll(streams.Select(stream => LogTables.Kept(stream, cancellation)));
        var here = StoredPositions.Of(streams, own.Self);
        return new RegionsStatus(
            own.Self.ToString(),
            await own.IsWhole(cancellation),
            (await letters.All(cancellation)).Count,
            await Task.WhenAll(peers.Peers.Select(peer => Ask(peer, StoredPositions.Of(streams.Where(stream => guard.MayHave(peer, stream.Stream)), own.Self), cancellation))),
            [.. streams.Zip(kept, (stream, kept) => new StreamStatus(stream.Stream.ToString(), stream.Head.Number, here.Applied[stream.Stream], kept)).OrderBy(static stream => stream.Name, StringComparer.Ordinal)]);
    }

    private static long Missing(IReadOnlyDictionary<StreamId, long> of, IReadOnlyDictionary<StreamId, long> has, Func<Origin, bool> whose) =>
        of.Where(one => whose(one.Key.Origin)).Sum(one => Math.Max(0, one.Value - has.GetValueOrDefault(one.Key)));

    private async Task<PeerStatus> Ask(string peer, StoredPositions here, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var said = await peers.Positions(peer, patience.Token);
            var (heads, applied) = (RepairCodec.Read(said.Heads), RepairCodec.Read(said.Applied));
            return new PeerStatus(
                peer,
                null,
                said.IsWhole,
                Missing(heads, here.Heads, origin => origin.Region == peer),
                Missing(heads, here.Applied, origin => origin.Region == peer),
                Missing(here.Heads, applied, origin => origin == own.Self));
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && error is RpcException or OperationCanceledException)
        {
            return new PeerStatus(peer, error is RpcException { Status.Detail: { Length: > 0 } detail } ? detail : $"No answer within {Patience.TotalSeconds:0} s.", false, 0, 0, 0);
        }
    }
}
