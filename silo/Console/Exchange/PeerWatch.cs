using System.Text.Json;
using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Reports;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>Lets one silo of another region tell how that region is, and the next one when it does not.</summary>
internal sealed class PeerWatch(string name, ConsolePeers peers, Func<string[]> relayed, EventBook events, Pulse news, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>A region tells twice a second. One that says nothing for so long is not reached, whatever the connection says.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    /// <summary>While nobody looks it is asked now and then, so that who comes sees something at once, and learns where it may go on when this silo is gone.</summary>
    private static readonly TimeSpan Unwatched = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UnwatchedAndUnknown = TimeSpan.FromSeconds(2);

    private volatile Dictionary<string, Heard<RegionReport>> _told = new(StringComparer.Ordinal);
    private string _statuses = "";
    private long _heardAt;

    /// <summary>The region.</summary>
    public string Name => name;

    /// <summary>Who looks at it by this silo's pages.</summary>
    public Watchers Viewers { get; } = new();

    /// <summary>Who looks at it from a region that cannot reach it.</summary>
    public Watchers Relayed { get; } = new();

    /// <summary>Whether it tells.</summary>
    public bool IsReachable { get; private set; }

    /// <summary>Why it does not; null when it does, or was not asked.</summary>
    public string? Reason { get; private set; }

    /// <summary>What it has told of itself, and of regions that this one cannot reach.</summary>
    public IReadOnlyDictionary<string, Heard<RegionReport>> Told => _told;

    /// <summary>When it was last asked with or without success, by the monotonic clock; 0 for never.</summary>
    public long HeardAt => Interlocked.Read(ref _heardAt);

    private bool IsWatched => Viewers.Any || Relayed.Any;

    public async Task Run(CancellationToken cancellation)
    {
        var addresses = peers.AddressesOf(name);

        // Silos of this region ask different silos of the other one.
        var (at, failures, unwatched) = (Random.Shared.Next(addresses.Count), 0, UnwatchedAndUnknown);
        while (!cancellation.IsCancellationRequested)
        {
            await Wanted(unwatched, cancellation);
            try
            {
                await Listen(addresses[at % addresses.Count], () => (failures, unwatched) = (0, Unwatched), cancellation);
            }
#pragma warning disable CA1031 // Whatever it is, the next silo is asked.
            catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.RegionSilent(name, error.Message);
                at++;
                failures++;
                if (failures >= addresses.Count)
                {
                    Note(isReachable: false, error is RpcException { Status.Detail: { Length: > 0 } detail } ? $"No silo of region {name} answers. The last one: {detail}" : $"No silo of region {name} answers.");
                    var pause = ShortestPause * Math.Pow(2, Math.Min(failures - addresses.Count, 5));
                    await Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellation);
                }
            }
        }
    }

    // Until somebody looks, or nobody has for a while.
    private async Task Wanted(TimeSpan unwatched, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Viewers.Some, Relayed.Some, Task.Delay(unwatched, time, waiting.Token));
        await waiting.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private Task Listen(string address, Action answered, CancellationToken cancellation) => peers.Talk(name, address, async client =>
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var relay = relayed();
        var request = new Wire.WatchRequest { Caller = peers.Caller(name) };
        request.Relay.Add(relay.Where(one => one != name));
        silence.CancelAfter(Silence);
        using var call = client.Watch(request, cancellationToken: silence.Token);
        await foreach (var answer in call.ResponseStream.ReadAllAsync(silence.Token))
        {
            silence.CancelAfter(Silence);
            Take(JsonSerializer.Deserialize(answer.Json.Span, ReportJson.Default.ListToldRegion)!);
            answered();
            Note(isReachable: true, null);
            if (!IsWatched || !relayed().Where(one => one != name).SequenceEqual(request.Relay))
            {
                return; // nobody looks any more, or something else is wanted
            }
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "It has ended the conversation."));
    });

    private void Take(List<ToldRegion> told)
    {
        var next = new Dictionary<string, Heard<RegionReport>>(_told, StringComparer.Ordinal);
        foreach (var one in told)
        {
            events.Add(one.Report.Events);
            next[one.Report.Region] = new Heard<RegionReport>(one.Report with { Events = [] }, time.GetTimestamp() - (long)(one.AgeSeconds * time.TimestampFrequency));
        }

        _told = next;
        var statuses = string.Join(' ', next.Values.SelectMany(static region => region.What.Members).Select(static member => $"{member.Address} {member.Status}"));
        if (statuses != _statuses)
        {
            _statuses = statuses;
            news.Beat();
        }
    }

    private void Note(bool isReachable, string? reason)
    {
        var isNews = isReachable != IsReachable;
        (IsReachable, Reason) = (isReachable, reason);
        Interlocked.Exchange(ref _heardAt, time.GetTimestamp());
        if (isNews)
        {
            news.Beat();
        }
    }
}
