using System.Collections.Concurrent;
using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Reports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>
/// What this silo knows of its region: who is a member it knows at first hand, and the others tell how they are. It asks them twice a second while somebody looks, and else every ten seconds, so that what happened is known to several.
/// </summary>
internal sealed class RegionBoard(
    MembershipTimeline timeline,
    SiloReporter reporter,
    SiloCaller silos,
    EventBook events,
    Pulse news,
    ILocalSiloDetails self,
    IOptions<ActiveActiveOptions> options,
    TimeProvider time,
    ILogger<RegionBoard> log) : BackgroundService
{
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Unwatched = TimeSpan.FromSeconds(10);

    /// <summary>A member that leaves a question open for so long is suspected; well above what a busy silo takes, and below what probes need to find a frozen one.</summary>
    private static readonly TimeSpan Suspicious = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentDictionary<SiloAddress, Neighbour> _others = new();

    /// <summary>Who looks at the region by this silo.</summary>
    public Watchers Watchers { get; } = new();

    /// <summary>How the region is.</summary>
    /// <param name="eventsAfter">Where an earlier answer's events ended; 0 for all.</param>
    public (RegionReport Report, long EventsUpTo) Now(long eventsAfter)
    {
        var (happened, upTo) = events.After(eventsAfter, options.Value.Region);
        return (new RegionReport(options.Value.Region, self.Name, [.. timeline.Members.OrderBy(member => !member.Silo.Equals(self.SiloAddress)).ThenBy(static member => member.Name, StringComparer.Ordinal).Select(Describe)], happened), upTo);
    }

    /// <summary>The other silos that can be asked.</summary>
    public IEnumerable<KnownMember> Others => timeline.Members.Where(member => member.Status is SiloStatusWord.Active or SiloStatusWord.Draining && !member.Silo.Equals(self.SiloAddress));

    /// <summary>A silo's name; null when it is not known.</summary>
    public string? NameOf(SiloAddress silo) => timeline.Members.FirstOrDefault(member => member.Silo.Equals(silo))?.Name;

    /// <summary>Whether all others have told how they are since a time, by the monotonic clock.</summary>
    public bool HasHeardSince(long timestamp) => Others.All(member => _others.TryGetValue(member.Silo, out var neighbour) && neighbour.Last?.At >= timestamp);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Console.Enabled)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            Ask(stoppingToken);
            await (Watchers.Any
                ? Task.WhenAny(Task.Delay(Watched, time, stoppingToken), news.Next)
                : Task.WhenAny(Task.Delay(Unwatched, time, stoppingToken), Watchers.Some));
        }
    }

    private void Ask(CancellationToken cancellation)
    {
        var members = Others.ToList();
        foreach (var gone in _others.Keys.Except(timeline.Members.Select(static member => member.Silo)).ToArray())
        {
            _others.TryRemove(gone, out _);
        }

        foreach (var member in members)
        {
            var neighbour = _others.GetOrAdd(member.Silo, static _ => new Neighbour());
            TellSuspicion(member, neighbour);
            if (neighbour.Asking is not { IsCompleted: false })
            {
                neighbour.OpenSince ??= time.GetTimestamp();
                neighbour.Asking = Ask(member, neighbour, cancellation);
            }
        }
    }

    private async Task Ask(KnownMember member, Neighbour neighbour, CancellationToken cancellation)
    {
        await Task.Yield();
        try
        {
            var report = await silos.Report(member.Silo, neighbour.EventsUpTo, cancellation);
            events.Add(report.Events);
            neighbour.EventsUpTo = report.EventsUpTo;
            neighbour.Last = new Heard<SiloReport>(report with { Events = [] }, time.GetTimestamp());
            neighbour.OpenSince = null;
        }
#pragma warning disable CA1031 // Whatever it is: the silo is shown as it was, and asked again.
        catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.SiloSilent(member.Name, error.Message);
        }
        catch (OperationCanceledException)
        {
            // This silo stops.
        }
    }

    private bool IsSuspect(KnownMember member) =>
        member.Status == SiloStatusWord.Active && _others.TryGetValue(member.Silo, out var neighbour) && neighbour.OpenSince is { } since && time.GetElapsedTime(since) >= Suspicious;

    private void TellSuspicion(KnownMember member, Neighbour neighbour)
    {
        var isSuspect = IsSuspect(member);
        var region = options.Value.Region;
        if (isSuspect && neighbour.SuspectedAt is null)
        {
            neighbour.SuspectedAt = time.GetUtcNow();
            events.Add(new Happening($"{region}/suspected/{member.Address}/{neighbour.SuspectedAt.Value.ToUnixTimeSeconds() / 60}", neighbour.SuspectedAt.Value, region, EventKind.Suspected, EventSeverity.Warning, member.Name, $"Silo {member.Name} is a member and does not answer.", null));
            news.Beat();
        }
        else if (!isSuspect && neighbour is { OpenSince: null, SuspectedAt: { } suspected })
        {
            neighbour.SuspectedAt = null;
            events.Add(new Happening($"{region}/recovered/{member.Address}/{suspected.ToUnixTimeSeconds() / 60}", time.GetUtcNow(), region, EventKind.Recovered, EventSeverity.Good, member.Name, $"Silo {member.Name} answers again.", time.GetUtcNow() - suspected));
            news.Beat();
        }
    }

    private MemberReport Describe(KnownMember member)
    {
        double? since = member.Since is { } then ? time.GetElapsedTime(then).TotalSeconds : null;
        if (member.Silo.Equals(self.SiloAddress))
        {
            return new MemberReport(member.Name, member.Address, member.Status, since, reporter.Now(long.MaxValue), 0);
        }

        var last = _others.TryGetValue(member.Silo, out var neighbour) ? neighbour.Last : null;
        return new MemberReport(member.Name, member.Address, IsSuspect(member) ? SiloStatusWord.Suspect : member.Status, since, last?.What, last is null ? 0 : time.GetElapsedTime(last.At).TotalSeconds);
    }

    private sealed class Neighbour
    {
        public Task? Asking { get; set; }

        /// <summary>Since when it is asked without an answer; null when it has answered last.</summary>
        public long? OpenSince { get; set; }

        public volatile Heard<SiloReport>? Last;

        public long EventsUpTo { get; set; }

        public DateTimeOffset? SuspectedAt { get; set; }
    }
}
