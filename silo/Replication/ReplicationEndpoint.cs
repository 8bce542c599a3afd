using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Silo.Replication.Residency;
using Google.Protobuf;
using Grpc.Core;

namespace ActiveActive.Silo.Replication;

/// <summary>Serves the log to other regions.</summary>
internal sealed class ReplicationEndpoint(LogTables tables, RecentReads reads, StreamWatch watch, PeerCheck check, SendGuard guard, IEnumerable<ILinkRecorder> recorders) : Wire.Replication.ReplicationBase
{
    /// <summary>A response that has more is sent before more is added.</summary>
    private const int MostBytes = 1 << 20;

    public override async Task Pull(Wire.PullRequest request, IServerStreamWriter<Wire.PullResponse> responseStream, ServerCallContext context)
    {
        check.Check(request.Region, request.Peer, context);
        var has = request.Has.ToDictionary(static one => EntryCodec.StreamOf(one.Stream), static one => one.Number);
        var told = new Dictionary<StreamId, long>();
        var streams = May(request.Region, await tables.Streams(context.CancellationToken));
        var response = new Wire.PullResponse();
        AddHeads(response, streams, told);
        await Send(request.Region, response, responseStream, context.CancellationToken);
        while (!context.CancellationToken.IsCancellationRequested)
        {
            response = new Wire.PullResponse();
            var isBehind = false;
            foreach (var stream in streams.Where(stream => IsWanted(stream.Stream.Origin, request) && stream.Head.Number > has.GetValueOrDefault(stream.Stream)))
            {
                if (response.CalculateSize() > MostBytes)
                {
                    await Send(request.Region, response, responseStream, context.CancellationToken);
                    response = new Wire.PullResponse();
                }

                isBehind |= await AddBatches(response, request.Region, stream, has, context.CancellationToken);
            }

            if (streams.Exists(stream => told.GetValueOrDefault(stream.Stream) < stream.Head.Number))
            {
                AddHeads(response, streams, told);
            }

            if (response.Batches.Count + response.Heads.Count > 0)
            {
                await Send(request.Region, response, responseStream, context.CancellationToken);
            }

            if (!isBehind)
            {
                streams = May(request.Region, await watch.Next(context.CancellationToken));
            }
        }
    }

    private static bool IsWanted(Origin origin, Wire.PullRequest request) =>
        request.Wants.Contains(origin.Region) && (origin.Region != request.Region || origin.Incarnation < request.Incarnation);

    private List<StoredStream> May(string asking, List<StoredStream> streams) => streams.FindAll(stream => guard.MayHave(asking, stream.Stream));

    private static void AddHeads(Wire.PullResponse response, List<StoredStream> streams, Dictionary<StreamId, long> told)
    {
        foreach (var stream in streams.Where(static stream => stream.Head.Number > 0))
        {
            response.Heads.Add(EntryCodec.Position(stream.Stream, stream.Head.Number));
            told[stream.Stream] = stream.Head.Number;
        }
    }

    /// <returns>Whether there is more.</returns>
    private async Task<bool> AddBatches(Wire.PullResponse response, string asking, StoredStream stream, Dictionary<StreamId, long> has, CancellationToken cancellation)
    {
        var batches = await reads.Read(stream, has.GetValueOrDefault(stream.Stream), cancellation);
        if (batches.Count == 0)
        {
            return false;
        }

        guard.CheckLeaving(asking, batches);
        foreach (var batch in batches)
        {
            var sent = new Wire.Batch { Stream = EntryCodec.Stream(batch.Stream), Number = batch.Number, Hash = UnsafeByteOperations.UnsafeWrap(batch.Hash.ToArray()) };
            sent.Entries.Add(batch.Entries.Select(static entry => UnsafeByteOperations.UnsafeWrap(entry)));
            response.Batches.Add(sent);
        }

        has[stream.Stream] = batches[^1].Number;
        return batches[^1].Number < stream.Head.Number;
    }

    private async Task Send(string asking, Wire.PullResponse response, IServerStreamWriter<Wire.PullResponse> to, CancellationToken cancellation)
    {
        foreach (var recorder in recorders)
        {
            recorder.Sends(asking, response.ToByteArray());
        }

        await to.WriteAsync(response, cancellation);
    }
}
