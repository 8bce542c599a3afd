using ActiveActive.Silo.Replication.Residency;
using Google.Protobuf;
using Grpc.Core;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>Tells other regions what this one has, for comparison and for a new region's beginning.</summary>
internal sealed class RepairEndpoint(StateDigests digests, StateScan scan, RowReader rows, SnapshotPlaces places, LogTables tables, OwnStreams own, PeerCheck check, SendGuard guard, ResidencyPolicy policy, IEnumerable<ILinkRecorder> recorders) : Wire.Repair.RepairBase
{
    private const int MostStates = 200;
    private const int MostBytes = 1 << 20;

    public override async Task<Wire.PositionsResponse> Positions(Wire.PositionsRequest request, ServerCallContext context)
    {
        Check(request.Caller, context);
        var positions = await PositionsFor(request.Caller.Region, context.CancellationToken);
        var response = new Wire.PositionsResponse { IsWhole = await own.IsWhole(context.CancellationToken) };
        response.Heads.Add(RepairCodec.Write(positions.Heads));
        response.Applied.Add(RepairCodec.Write(positions.Applied));
        return response;
    }

    public override async Task<Wire.DigestsResponse> Digests(Wire.DigestsRequest request, ServerCallContext context)
    {
        Check(request.Caller, context);
        var tree = await digests.Of(request.Caller.Region, RepairCodec.Id(request.Run), context.CancellationToken);
        var response = new Wire.DigestsResponse();
        response.Ranges.Add(request.Ranges.Select(range => RepairCodec.Write(tree.Answer(RepairCodec.Read(range)))));
        return response;
    }

    public override async Task<Wire.NamesResponse> Names(Wire.NamesRequest request, ServerCallContext context)
    {
        Check(request.Caller, context);
        var response = new Wire.NamesResponse();
        response.Names.Add((await scan.Names(request.Caller.Region, request.Places.ToHashSet(), context.CancellationToken)).Select(RepairCodec.Write));
        Record(request.Caller, response);
        return response;
    }

    public override async Task<Wire.StatesResponse> States(Wire.StatesRequest request, ServerCallContext context)
    {
        Check(request.Caller, context);
        var held = await rows.Held(context.CancellationToken);
        var response = new Wire.StatesResponse();
        foreach (var key in request.Names.Select(RepairCodec.Read))
        {
            if (!policy.MayHold(request.Caller.Region, key.GrainKey))
            {
                throw new RpcException(new Status(StatusCode.PermissionDenied, $"Region {request.Caller.Region} may not hold what it asks for, by the policy of region {own.Self.Region} (Replication:Residency)."));
            }

            var row = await rows.Find(key, context.CancellationToken);
            var state = RepairCodec.Write(key, rows.See(row));
            state.IsHeld = held.Contains(key);
            if (request.WithPayload && row is { } found)
            {
                (state.TypeVersion, state.Payload) = (found.TypeVersion, UnsafeByteOperations.UnsafeWrap(found.Payload));
            }

            response.States.Add(state);
        }

        Record(request.Caller, response);
        return response;
    }

    public override async Task Snapshot(Wire.SnapshotRequest request, IServerStreamWriter<Wire.SnapshotResponse> responseStream, ServerCallContext context)
    {
        Check(request.Caller, context);
        if (!await own.IsWhole(context.CancellationToken))
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"Region {own.Self.Region} does not know all itself yet, since it rejoins or takes a snapshot. Another region is asked."));
        }

        // First the positions: what is read after is not less.
        var first = new Wire.SnapshotResponse();
        first.Includes.Add(await places.Read(request.Caller.Region, context.CancellationToken));
        await responseStream.WriteAsync(first, context.CancellationToken);
        var next = new Wire.SnapshotResponse();
        var bytes = 0;
        await foreach (var row in scan.Rows(request.Caller.Region, context.CancellationToken))
        {
            next.States.Add(new Wire.State { Name = RepairCodec.Write(row.Key), Exists = true, TypeVersion = row.TypeVersion, Payload = UnsafeByteOperations.UnsafeWrap(row.Payload) });
            bytes += row.Payload.Length;
            if (next.States.Count == MostStates || bytes >= MostBytes)
            {
                Record(request.Caller, next);
                await responseStream.WriteAsync(next, context.CancellationToken);
                (next, bytes) = (new Wire.SnapshotResponse(), 0);
            }
        }

        next.Reached.Add(RepairCodec.Write((await PositionsFor(request.Caller.Region, context.CancellationToken)).Heads));
        Record(request.Caller, next);
        await responseStream.WriteAsync(next, context.CancellationToken);
    }

    private async Task<StoredPositions> PositionsFor(string asking, CancellationToken cancellation) =>
        StoredPositions.Of((await tables.Streams(cancellation)).Where(stream => guard.MayHave(asking, stream.Stream)), own.Self);

    private void Record(Wire.Caller caller, IMessage response)
    {
        foreach (var recorder in recorders)
        {
            recorder.Sends(caller.Region, response.ToByteArray());
        }
    }

    private void Check(Wire.Caller caller, ServerCallContext context) => check.Check(caller.Region, caller.Peer, context);
}
