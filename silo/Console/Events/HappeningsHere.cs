using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Measuring;
using ActiveActive.Silo.Console.Model;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Events;

/// <summary>Tells what this silo's own figures show: links that are cut, healed and have caught up, a database that goes and comes, dead letters, repairs, and how long failures took.</summary>
/// <remarks>Called by one thread, but for what the meter tells.</remarks>
internal sealed class HappeningsHere
{
    private static readonly TimeSpan SameFailure = TimeSpan.FromSeconds(5);

    private readonly EventBook _events;
    private readonly Pulse _news;
    private readonly TimeProvider _time;
    private readonly string _region;
    private readonly string _silo;
    private readonly Dictionary<string, LinkPhase> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _deadLetters = new(StringComparer.Ordinal);
    private DateTimeOffset? _databaseDownSince;
    private bool? _isMerging;

    public HappeningsHere(EventBook events, SiloMeter meter, Pulse news, ILocalSiloDetails self, IOptions<ActiveActiveOptions> options, TimeProvider time)
    {
        (_events, _news, _time, _region, _silo) = (events, news, time, options.Value.Region, self.Name);
        meter.Detected = (seconds, _) => events.Took(_region, EventKind.Died, TimeSpan.FromSeconds(seconds), SameFailure);
        meter.Recovered = Recovered;
        meter.Repaired = (many, peer) => Tell(EventKind.Repaired, EventSeverity.Warning, peer, $"{many:0} states differed from those of region {peer} and were repaired.", null, $"{_silo}/{time.GetUtcNow().ToUnixTimeMilliseconds()}");
    }

    /// <summary>Looks at the gauges, once a second.</summary>
    public void Look(GaugeReading gauges)
    {
        LookAtDatabase(gauges.Of(Gauges.DatabaseUp));
        if (gauges.Origins.Count == 0)
        {
            // Another silo merges.
            _isMerging = false;
            _links.Clear();
            _deadLetters.Clear();
            return;
        }

        if (_isMerging == false)
        {
            Tell(EventKind.TookOver, EventSeverity.Info, _silo, $"Silo {_silo} takes and merges the changes of other regions.", null, $"{_silo}/{_time.GetUtcNow().ToUnixTimeSeconds()}");
        }

        _isMerging = true;
        foreach (var peer in gauges.Origins)
        {
            LookAtLink(peer, gauges.Of(Gauges.WatermarkAge, peer), gauges.Of(Gauges.LinkUp, peer), gauges.Of(Gauges.Backlog, peer));
            LookAtLetters(peer, gauges.Of(Gauges.DeadLetters, peer));
        }
    }

    private void LookAtLink(string peer, double? age, double? up, double? backlog)
    {
        var now = _time.GetUtcNow();
        var phase = _links.GetValueOrDefault(peer) ?? new LinkPhase(null, null);
        if (LinkRules.IsCut(up is null ? null : up > 0, age))
        {
            if (phase.CutAt is null)
            {
                var at = now - TimeSpan.FromSeconds(Math.Clamp(age ?? 0, 0, LinkRules.SilentSeconds));
                phase = new LinkPhase(at, null);
                Tell(EventKind.Cut, EventSeverity.Critical, peer, $"Region {peer} is not reached.", null, IdOf(peer, at), at);
            }
        }
        else if (phase.CutAt is { } cut)
        {
            Tell(EventKind.Healed, EventSeverity.Good, peer, $"Region {peer} is reached again.", now - cut, IdOf(peer, cut));
            phase = new LinkPhase(null, now);
        }

        if (phase is { CutAt: null, HealedAt: { } healed } && backlog is null or 0 && age is null or < LinkRules.FreshSeconds)
        {
            Tell(EventKind.CaughtUp, EventSeverity.Good, peer, $"All that had waited in region {peer} is applied.", now - healed, IdOf(peer, healed));
            phase = new LinkPhase(null, null);
        }

        _links[peer] = phase;
    }

    private void LookAtLetters(string peer, double? now)
    {
        if (now is { } many)
        {
            if (_deadLetters.TryGetValue(peer, out var before) && many > before)
            {
                Tell(EventKind.DeadLetter, EventSeverity.Critical, peer, $"{many - before:0} changes of region {peer} could not be merged and were put aside; {many:0} wait.", null, $"{peer}/{_time.GetUtcNow().ToUnixTimeSeconds()}");
            }

            _deadLetters[peer] = many;
        }
    }

    // All silos of the region see it, each a little later or earlier: they call it by the minute in which it began.
    private void LookAtDatabase(double? up)
    {
        var now = _time.GetUtcNow();
        if (up is 0 && _databaseDownSince is null)
        {
            _databaseDownSince = now;
            Tell(EventKind.DatabaseDown, EventSeverity.Critical, null, $"The database of region {_region} does not answer: what is in memory is read, writes are refused.", null, IdOf("database", now));
        }
        else if (up > 0 && _databaseDownSince is { } since)
        {
            _databaseDownSince = null;
            Tell(EventKind.DatabaseUp, EventSeverity.Good, null, $"The database of region {_region} answers again.", now - since, IdOf("database", now));
        }
    }

    private void Recovered(double seconds, string cause)
    {
        var died = _events.Latest(ConsoleLimits.Events).FirstOrDefault(one => one.Region == _region && one.Kind is EventKind.Died or EventKind.Left or EventKind.Evicted);
        if (died is not null)
        {
            Tell(EventKind.Failover, EventSeverity.Good, died.Subject, $"Grains of silo {died.Subject} are served by others ({cause}).", TimeSpan.FromSeconds(seconds), died.Id);
        }
    }

    private static string IdOf(string what, DateTimeOffset at) => $"{what}/{at.ToUnixTimeSeconds() / 60}";

    private void Tell(EventKind kind, EventSeverity severity, string? subject, string text, TimeSpan? duration, string id, DateTimeOffset? at = null)
    {
        var name = kind.ToString();
        if (_events.Add(new Happening($"{_region}/{char.ToLowerInvariant(name[0])}{name[1..]}/{id}", at ?? _time.GetUtcNow(), _region, kind, severity, subject, text, duration)))
        {
            _news.Beat();
        }
    }

    // Since when it is cut, or healed and not caught up.
    private sealed record LinkPhase(DateTimeOffset? CutAt, DateTimeOffset? HealedAt);
}
