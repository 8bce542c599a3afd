using System.Text.Json;
using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Reports;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Overviews;

/// <summary>The overview of the moment, for those who look by this silo.</summary>
internal sealed class OverviewReader(RegionBoard board, PeerBoard peers, EventBook events, ILocalSiloDetails self, IOptions<ActiveActiveOptions> options, TimeProvider time)
{
    /// <summary>Several who look at about the same time get the same.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromMilliseconds(100);

    /// <summary>Who asks once, may ask again: what it needs goes on being fetched for so long.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    /// <summary>Who asks once waits so long, at most, for those who were not asked before. Usually it takes a tenth of it.</summary>
    private static readonly TimeSpan FirstAnswers = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private (long At, string Json)? _madeNeedsLock;

    /// <summary>Has the whole system looked at, until it is disposed of.</summary>
    public IDisposable Enter() => new Viewer(board.Watchers.Enter(), peers.Enter());

    /// <summary>Has the whole system looked at for a little, for somebody who is about to enter.</summary>
    public void Prepare()
    {
        var viewer = Enter();
        _ = Task.Delay(Linger, time, CancellationToken.None).ContinueWith(_ => viewer.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>The overview, when nobody may have looked before.</summary>
    public async Task<Overview> Once(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        Prepare();
        var earliest = began - time.TimestampFrequency; // a second ago is new enough
        while (time.GetElapsedTime(began) < FirstAnswers && !(board.HasHeardSince(earliest) && peers.All.All(peer => IsNew(peer, earliest))))
        {
            await Task.Delay(Poll, time, cancellation);
        }

        return Now();
    }

    // A region that nobody looked at answers at once, with what its silos had told each other up to ten seconds before.
    private bool IsNew(PeerWatch peer, long earliest) =>
        peer.HeardAt >= earliest
        && (!peer.IsReachable
            || (peer.Told.GetValueOrDefault(peer.Name) is { } heard
                && heard.What.Members.All(member => member.Status is not (SiloStatusWord.Active or SiloStatusWord.Draining) || (member.Report is not null && heard.At - (long)(member.ReportAgeSeconds * time.TimestampFrequency) >= earliest))));

    /// <summary>The overview as it is known now.</summary>
    public Overview Now()
    {
        var (here, _) = board.Now(long.MaxValue);
        var others = peers.All.Select(Known).ToList(); // before the time is read: nothing is from the future then
        var timestamp = time.GetTimestamp();
        var maker = new OverviewMaker(time, time.GetUtcNow(), timestamp);
        return maker.Make(
            options.Value.Region,
            self.Name,
            new Abilities(options.Value.Console.Actions, options.Value.Console.ShowState, SiloReporter.Version),
            [new KnownRegion(options.Value.Region, true, null, options.Value.Region, new Heard<RegionReport>(here, timestamp)), .. others],
            events.Latest(ConsoleLimits.EventsInOverview));
    }

    /// <summary>The same as JSON.</summary>
    public string NowAsJson()
    {
        lock (_lock)
        {
            if (_madeNeedsLock is not { } made || time.GetElapsedTime(made.At) > KeepFor)
            {
                _madeNeedsLock = made = (time.GetTimestamp(), JsonSerializer.Serialize(Now(), ConsoleJson.Default.Overview));
            }

            return made.Json;
        }
    }

    // The newest that anybody has told of it.
    private KnownRegion Known(PeerWatch peer)
    {
        var newest = peers.All.Select(teller => (Via: teller.Name, Heard: teller.Told.GetValueOrDefault(peer.Name))).Where(static one => one.Heard is not null).OrderByDescending(static one => one.Heard!.At).FirstOrDefault();
        return new KnownRegion(peer.Name, peer.IsReachable, peer.Reason, newest.Via, newest.Heard);
    }

    private sealed class Viewer(IDisposable here, IDisposable elsewhere) : IDisposable
    {
        public void Dispose()
        {
            here.Dispose();
            elsewhere.Dispose();
        }
    }
}
