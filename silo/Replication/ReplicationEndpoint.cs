using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Silo.Replication.Residency;
using Google.Protobuf;
using Grpc.Core;

namespace ActiveActive.Silo.Replication;

/// <summary>Serves the log to other regions.</summary>
internal sealed class ReplicationEndpoint(LogTables tables, StreamWatch watch, PeerCheck check, SendGuard guard, IEnumerable<ILinkRecorder> recorders) : Wire.Replication.ReplicationBase
{
    public override async Task Pull(Wire.PullRequest request, IServerStreamWriter<Wire.PullResponse> responseStream, ServerCallContext context)
    {
        check.Check(request.Region, request.Peer, context);
        var has = request.Has.ToDictionary(static one => EntryCodec.StreamOf(one.Stream), static one => one.Number);
        var told = new Dictionary<StreamId, long>();
        var streams = May(request.Region, await tables.Streams(context.CancellationToken));
        await TellHeads(request.Region, streams, told, responseStream, context.CancellationToken);
        while (!context.CancellationToken.IsCancellationRequested)
        {
            var isBehind = false;
            foreach (var stream in streams.Where(stream => IsWanted(stream.Stream.Origin, request) && stream.Head.Number > has.GetValueOrDefault(stream.Stream)))
            {
                isBehind |= await Send(request.Region, stream, has, responseStream, context.CancellationToken);
            }

            if (streams.Exists(stream => told.GetValueOrDefault(stream.Stream) < stream.Head.Number))
            {
                await TellHeads(request.Region, streams, told, responseStream, context.CancellationToken);
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

    private async Task TellHeads(string asking, List<StoredStream> streams, Dictionary<StreamId, long> told, IServerStreamWriter<Wire.PullResponse> to, CancellationToken cancellation)
    {
        var response = new Wire.PullResponse();
        foreach (var stream in streams.Where(static stream => stream.Head.Number > 0))
        {
            response.Heads.Add(EntryCodec.Position(stream.Stream, stream.Head.Number));
            told[stream.Stream] = stream.Head.Number;
        }

        Record(asking, response);
        await to.WriteAsync(response, cancellation);
    }

    private async Task<bool> Send(string asking, StoredStream stream, Dictionary<StreamId, long> has, IServerStreamWriter<Wire.PullResponse> to, CancellationToken cancellation)
    {
        var batches = await tables.Read(stream, has.GetValueOrDefault(stream.Stream), cancellation);
        if (batches.Count == 0)
        {
            return false;
        }

        guard.CheckLeaving(asking, batches);
        var response = new Wire.PullResponse();
        foreach (var batch in batches)
        {
            var sent = new Wire.Batch { Stream = EntryCodec.Stream(batch.Stream), Number = batch.Number, Hash = UnsafeByteOperations.UnsafeWrap(batch.Hash.ToArray()) };
            sent.Entries.Add(batch.Entries.Select(static entry => UnsafeByteOperations.UnsafeWrap(entry)));
            response.Batches.Add(sent);
        }

        Record(asking, response);
        await to.WriteAsync(response, cancellation);
        has[stream.Stream] = batches[^1].Number;
        return batches[^1].Number < stream.Head.Number;
    }

    private void Record(string asking, Wire.PullResponse response)
    {
        foreach (var recorder in recorders)
        {
            recorder.Sends(asking, response.ToByteArray());
        }
    }
}
