using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ActiveActive.Client.Watch;
using ActiveActive.Client.Watch.Frames;
using ActiveActive.Silo.Membership.Failovers;
using ActiveActive.Silo.Membership.Fencing;
using ActiveActive.Silo.Membership.Watch;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>
/// Runs the <see cref="CrashDetector"/> in a silo: tells it what happens, one thing after the other, and does what it wants. From the time the silo serves until it has left.
/// </summary>
internal sealed class CrashWatch(
    ILocalSiloDetails self,
    ClusterView view,
    PeerReports reports,
    PeerNews news,
    SelfFence fence,
    OwnDeath ownDeath,
    Evictor evictor,
    LostPeers lost,
    FailoverTimes failovers,
    IOptions<MembershipOptions> options,
    WatchDialer dialer,
    TimeProvider time,
    ILogger<CrashWatch> log) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const int PingsPerFence = 5;

    /// <summary>For one declaration. The database may be slow; it will be tried again.</summary>
    private static readonly TimeSpan EvictionLimit = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ComplaintPeriod = TimeSpan.FromSeconds(10);

    private readonly CrashDetector _detector = new(self.SiloAddress);
    private readonly Channel<Func<TimeSpan, IReadOnlyList<Deed>>> _events = Channel.CreateUnbounded<Func<TimeSpan, IReadOnlyList<Deed>>>(new() { SingleReader = true });
    private readonly Dictionary<SiloAddress, PeerLink> _links = [];
    private readonly Dictionary<SiloAddress, Task> _evictions = [];
    private readonly HashSet<SiloAddress> _crashed = [];
    private readonly Hello _hello = new(self.ClusterId, self.SiloAddress);
    private readonly CancellationTokenSource _stopping = new();
    private readonly long _startedAt = time.GetTimestamp();
    private Task _work = Task.CompletedTask;
    private long? _complainedAt; // a word too many, when two evictions fail at once, does no harm

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(CrashWatch), ServiceLifecycleStage.Active, Start, Leave);
        lifecycle.Subscribe(nameof(CrashWatch), ServiceLifecycleStage.RuntimeInitialize, static _ => Task.CompletedTask, Stop);
    }

    public void Dispose() => _stopping.Dispose();

    private Task Start(CancellationToken cancellation)
    {
        if (!options.Value.CrashDetection)
        {
            _detector.Leave();
        }

        _work = Task.Run(() => Task.WhenAll(Work(), FollowMembers(), FollowReports(), Rehearse()), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>The connections stay: others still watch us leave, and what we answer meanwhile must be confirmed.</summary>
    private Task Leave(CancellationToken cancellation)
    {
        ownDeath.Leave();
        Post(_ =>
        {
            _detector.Leave();
            return [];
        });
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _work.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Post(Func<TimeSpan, IReadOnlyList<Deed>> what) => _events.Writer.TryWrite(what);

    private async Task Work()
    {
        await using var timer = time.CreateTimer(_ => Post(_detector.Tick), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            await foreach (var what in _events.Reader.ReadAllAsync(_stopping.Token))
            {
                var now = time.GetElapsedTime(_startedAt);
                foreach (var deed in what(now))
                {
                    Do(deed);
                }

                var due = _detector.NextDue - now;
                timer.Change(due is null ? Timeout.InfiniteTimeSpan : due < TimeSpan.Zero ? TimeSpan.Zero : due.Value, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }

        foreach (var link in _links.Values)
        {
            link.Dispose();
        }
    }

    private void Do(Deed deed)
    {
        switch (deed.Kind)
        {
            case DeedKind.Check:
                var peer = deed.Peer;
                _ = LinkTo(peer).Check(
                    result =>
                    {
                        lost.Checked(peer, result);
                        Post(now => _detector.Checked(now, peer, result));
                    },
                    end =>
                    {
                        if (end == WatchEnd.Closed)
                        {
                            lost.Closed(peer);
                        }

                        failovers.Ended(peer, end);
                        Post(now => _detector.Closed(now, peer, afterGoodbye: end == WatchEnd.Goodbye));
                    });
                break;
            case DeedKind.Tell:
                if (_crashed.Add(deed.Peer))
                {
                    log.Crashed(deed.Peer);
                    failovers.Crashed(deed.Peer);
                }

                foreach (var (other, link) in _links)
                {
                    if (!other.Equals(deed.Peer))
                    {
                        _ = link.Tell(deed.Peer);
                    }
                }

                break;
            case DeedKind.Evict when !_evictions.TryGetValue(deed.Peer, out var eviction) || eviction.IsCompleted:
                _evictions[deed.Peer] = Evict(deed.Peer);
                break;
            case DeedKind.Forget:
                _crashed.Remove(deed.Peer);
                lost.Forget(deed.Peer);
                _evictions.Remove(deed.Peer);
                if (_links.Remove(deed.Peer, out var old))
                {
                    old.Dispose();
                }

                break;
        }
    }

    private PeerLink LinkTo(SiloAddress peer)
    {
        if (!_links.TryGetValue(peer, out var link))
        {
            _links[peer] = link = new PeerLink(peer, news, dialer, _hello, options.Value.FenceAfter / PingsPerFence, time, log, _stopping.Token);
        }

        return link;
    }

    private async Task Evict(SiloAddress peer)
    {
        try
        {
            await Task.Yield();
            using var limit = new CancellationTokenSource(EvictionLimit, time);
            await evictor.Evict(peer, limit.Token);
        }
        catch (Exception error)
        {
            if (_complainedAt is not { } at || time.GetElapsedTime(at) > ComplaintPeriod)
            {
                _complainedAt = time.GetTimestamp();
                log.NotEvicted(peer, error.GetType().Name, error.Message);
            }
        }
    }

    /// <summary>Looks at a port that refuses, before it matters: what is met for the first time in a process is slow, and the first crash of a peer is what others wait for.</summary>
    private async Task Rehearse()
    {
        try
        {
            using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            closed.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, but nobody listens
            var nowhere = (IPEndPoint)closed.LocalEndPoint!;
            for (var times = 0; times < CrashDetector.EnoughRefusals; times++)
            {
                await dialer.Dial(nowhere, _hello, EvictionLimit, _stopping.Token);
                await dialer.Look(nowhere, EvictionLimit, _stopping.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // The silo stops, or has no port to spare.
        }
    }

    private async Task FollowMembers()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var (members, changed) = view.Current;
            if (members.StatusOf(self.SiloAddress) == SiloStatus.Dead)
            {
                ownDeath.Learn("the membership table");
            }

            fence.SetMembers(Others(members, static status => status == SiloStatus.Active));
            var watched = Others(members, static status => status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping);
            Post(now => _detector.SetMembers(now, watched));
            await changed.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowReports()
    {
        try
        {
            await foreach (var report in reports.Reader.ReadAllAsync(_stopping.Token))
            {
                Post(now => _detector.Reported(now, report.Observer, report.Refused));
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private SiloAddress[] Others(Members members, Func<SiloStatus, bool> which) =>
        [.. members.All.Where(member => which(member.Status) && !member.Address.Equals(self.SiloAddress)).Select(static member => member.Address)];
}
