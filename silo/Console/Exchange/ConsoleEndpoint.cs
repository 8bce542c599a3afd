using System.Text.Json;
using ActiveActive.Silo.Console.Inspector;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Overviews;
using ActiveActive.Silo.Console.Reports;
using ActiveActive.Silo.Replication;
using ActiveActive.Silo.Replication.Residency;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>Tells other regions how this one is. Of grains, only what the asking region may hold.</summary>
internal sealed class ConsoleEndpoint(
    RegionBoard board, PeerBoard peers, HistoryReader history, StoredLists lists, GrainInspector inspector, Pulse news, PeerCheck check, ResidencyPolicy policy, IOptions<ActiveActiveOptions> options, IEnumerable<ILinkRecorder> recorders, TimeProvider time)
    : Wire.RegionConsole.RegionConsoleBase
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>The first answer may be as old as nobody looked for; the next ones come sooner, as this region's silos are asked because of it.</summary>
    private static readonly TimeSpan FirstPeriod = TimeSpan.FromMilliseconds(50);

    public override async Task Watch(Wire.WatchRequest request, IServerStreamWriter<Wire.ConsoleAnswer> responseStream, ServerCallContext context)
    {
        Check(request.Caller, context);
        using var watcher = board.Watchers.Enter();
        using var relay = peers.EnterFor(request.Relay);
        var upTo = 0L;
        var period = FirstPeriod;
        while (!context.CancellationToken.IsCancellationRequested)
        {
            var next = news.Next;
            var (report, events) = board.Now(upTo);
            upTo = events;
            var told = peers.All.Where(peer => request.Relay.Contains(peer.Name) && peer.IsReachable).Select(peer => peer.Told.GetValueOrDefault(peer.Name)).OfType<Heard<RegionReport>>()
                .Select(heard => new ToldRegion(time.GetElapsedTime(heard.At).TotalSeconds, heard.What))
                .Prepend(new ToldRegion(0, report));
            await responseStream.WriteAsync(Answer(request.Caller, JsonSerializer.SerializeToUtf8Bytes([.. told], ReportJson.Default.ListToldRegion)), context.CancellationToken);
            await Task.WhenAny(next, Task.Delay(period, time, context.CancellationToken));
            period = period * 2 < Period ? period * 2 : Period;
        }
    }

    public override async Task<Wire.ConsoleAnswer> History(Wire.ConsoleRequest request, ServerCallContext context)
    {
        Check(request, context);
        return Answer(request, JsonSerializer.SerializeToUtf8Bytes(await history.OfRegion(context.CancellationToken), ReportJson.Default.SiloHistory));
    }

    public override async Task<Wire.ConsoleAnswer> Conflicts(Wire.ListRequest request, ServerCallContext context)
    {
        Check(request.Caller, context);
        return Answer(request.Caller, JsonSerializer.SerializeToUtf8Bytes(await lists.Conflicts(Optional(request.GrainType), request.Caller.Region, context.CancellationToken), ConsoleJson.Default.ConflictList));
    }

    public override async Task<Wire.ConsoleAnswer> DeadLetters(Wire.ListRequest request, ServerCallContext context)
    {
        Check(request.Caller, context);
        return Answer(request.Caller, JsonSerializer.SerializeToUtf8Bytes(await lists.DeadLetters(Optional(request.GrainType), request.Caller.Region, context.CancellationToken), ConsoleJson.Default.DeadLetterList));
    }

    public override async Task<Wire.ConsoleAnswer> Grain(Wire.GrainRequest request, ServerCallContext context)
    {
        Check(request.Caller, context);
        if (!policy.MayHold(request.Caller.Region, request.GrainKey))
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, $"Region {request.Caller.Region} may not hold it, by the policy of region {options.Value.Region} (Replication:Residency)."));
        }

        return Answer(request.Caller, JsonSerializer.SerializeToUtf8Bytes(await inspector.Here(request.GrainType, request.GrainKey, context.CancellationToken), ConsoleJson.Default.GrainInRegion));
    }

    private static string? Optional(string text) => text.Length == 0 ? null : text;

    private Wire.ConsoleAnswer Answer(Wire.ConsoleRequest caller, byte[] json)
    {
        var answer = new Wire.ConsoleAnswer { Json = UnsafeByteOperations.UnsafeWrap(json) };
        foreach (var recorder in recorders)
        {
            recorder.Sends(caller.Region, answer.ToByteArray());
        }

        return answer;
    }

    private void Check(Wire.ConsoleRequest caller, ServerCallContext context)
    {
        check.Check(caller.Region, caller.Peer, context);
        if (!options.Value.Console.Enabled)
        {
            throw new RpcException(new Status(StatusCode.Unimplemented, $"The console is off in region {options.Value.Region} (Console:Enabled)."));
        }
    }
}
