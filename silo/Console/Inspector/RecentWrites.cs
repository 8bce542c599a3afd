using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Reports;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Console.Inspector;

/// <summary>The latest writes that this silo has committed with the effect of a request, whatever the grain: the tables of effects do not say whose they are.</summary>
internal sealed class RecentWrites(TimeProvider time)
{
    /// <summary>How many are kept.</summary>
    public const int Most = 4096;

    private readonly Entry[] _entries = new Entry[Most];
    private readonly Lock _lock = new();
    private long _many;

    /// <summary>Notes a write.</summary>
    public void Add(StateWrite write)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            foreach (var effect in write.Effects)
            {
                _entries[_many++ % Most] = new Entry(write.Key, effect.Id.Value, now);
            }
        }
    }

    /// <summary>The latest of a grain, newest first.</summary>
    public IReadOnlyList<RecentRequest> Of(string grainType, string grainKey)
    {
        var found = new List<RecentRequest>();
        lock (_lock)
        {
            for (var at = _many - 1; at >= Math.Max(0, _many - Most) && found.Count < ConsoleLimits.Requests; at--)
            {
                var entry = _entries[at % Most];
                if (entry.Key.GrainKey == grainKey && entry.Key.GrainType == grainType)
                {
                    found.Add(new RecentRequest(entry.Effect, entry.Key.Name, time.GetElapsedTime(entry.At).TotalSeconds));
                }
            }
        }

        return found;
    }

    private readonly record struct Entry(StateKey Key, Guid Effect, long At);
}
