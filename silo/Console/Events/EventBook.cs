using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Reports;

namespace ActiveActive.Silo.Console.Events;

/// <summary>The latest events of all regions, as far as this silo saw them or was told. Those who saw the same tell it by the same id, so it is kept once. In memory: what nobody was told of goes with the silo that saw it.</summary>
internal sealed class EventBook(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Happening Event, long Sequence)> _allNeedsLock = new(StringComparer.Ordinal);
    private long _sequenceNeedsLock;
    private (string Region, EventKind Kind, TimeSpan Duration, DateTimeOffset Until)? _earlyNeedsLock;

    /// <summary>Keeps an event that this silo saw. Of one that is known already, a duration is taken that was not known.</summary>
    /// <returns>Whether there was news in it.</returns>
    public bool Add(Happening happening)
    {
        lock (_lock)
        {
            if (happening.Duration is null && _earlyNeedsLock is { } early && early.Kind == happening.Kind && early.Region == happening.Region && time.GetUtcNow() <= early.Until)
            {
                happening = happening with { Duration = early.Duration };
                _earlyNeedsLock = null;
            }

            return KeepUnderLock(happening);
        }
    }

    /// <summary>Keeps what another silo tells.</summary>
    public void Add(IEnumerable<EventReport> told)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var one in told)
            {
                KeepUnderLock(new Happening(one.Id, now - TimeSpan.FromSeconds(one.AgeSeconds), one.Region, one.Kind, one.Severity, one.Subject, one.Text, one.DurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
            }
        }
    }

    /// <summary>Gives the latest event of a region and kind that has no duration yet, and is not older than that, its duration. Without one it is kept as long for the next: who measures may come before who tells.</summary>
    /// <returns>The event; null for none.</returns>
    public Happening? Took(string region, EventKind kind, TimeSpan duration, TimeSpan notOlderThan)
    {
        lock (_lock)
        {
            var earliest = time.GetUtcNow() - notOlderThan;
            var found = _allNeedsLock.Values.Where(one => one.Event.Region == region && one.Event.Kind == kind && one.Event.Duration is null && one.Event.At >= earliest).OrderByDescending(static one => one.Event.At).FirstOrDefault().Event;
            if (found is not null)
            {
                _allNeedsLock[found.Id] = (found with { Duration = duration }, ++_sequenceNeedsLock);
            }
            else
            {
                _earlyNeedsLock = (region, kind, duration, time.GetUtcNow() + notOlderThan);
            }

            return found;
        }
    }

    /// <summary>The latest, newest first.</summary>
    /// <param name="most">How many.</param>
    public IReadOnlyList<Happening> Latest(int most)
    {
        lock (_lock)
        {
            return [.. _allNeedsLock.Values.Select(static one => one.Event).OrderByDescending(static one => one.At).ThenBy(static one => one.Id, StringComparer.Ordinal).Take(most)];
        }
    }

    /// <summary>What came after, of one region or of all, to be told to others.</summary>
    /// <param name="after">Where an earlier question ended; 0 for all.</param>
    /// <param name="region">The region; null for all.</param>
    public (IReadOnlyList<EventReport> Events, long UpTo) After(long after, string? region = null)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return ([.. _allNeedsLock.Values
                .Where(one => one.Sequence > after && (region is null || one.Event.Region == region))
                .Select(one => one.Event)
                .Select(one => new EventReport(one.Id, (now - one.At).TotalSeconds, one.Region, one.Kind, one.Severity, one.Subject, one.Text, one.Duration?.TotalSeconds))],
                _sequenceNeedsLock);
        }
    }

    private bool KeepUnderLock(Happening happening)
    {
        if (_allNeedsLock.TryGetValue(happening.Id, out var known))
        {
            if (known.Event.Duration is not null || happening.Duration is null)
            {
                return false;
            }

            happening = known.Event with { Duration = happening.Duration };
        }

        _allNeedsLock[happening.Id] = (happening, ++_sequenceNeedsLock);
        if (_allNeedsLock.Count > ConsoleLimits.Events)
        {
            _allNeedsLock.Remove(_allNeedsLock.MinBy(static one => one.Value.Event.At).Key);
        }

        return true;
    }
}
