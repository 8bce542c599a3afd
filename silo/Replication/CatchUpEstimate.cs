namespace ActiveActive.Silo.Replication;

/// <summary>Estimates when a backlog is worked off, from how fast batches are applied and how fast new ones come to be known, both as averages of the last seconds.</summary>
internal sealed class CatchUpEstimate(TimeProvider time)
{
    /// <summary>What happened so long ago counts for a third of what happens now.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private (long At, long Applied, long Known)? _last;
    private double _applied;
    private double _known;

    /// <summary>Adds a sample.</summary>
    /// <param name="at">When, by the time provider's timestamps.</param>
    /// <param name="applied">How many batches have been applied in all.</param>
    /// <param name="known">How many are known in all.</param>
    public void Add(long at, long applied, long known)
    {
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last.At, at) is { Ticks: > 0 } elapsed)
            {
                var weight = 1 - Math.Exp(-elapsed / Memory);
                _applied += weight * (((applied - last.Applied) / elapsed.TotalSeconds) - _applied);
                _known += weight * (((known - last.Known) / elapsed.TotalSeconds) - _known);
            }

            _last = (at, applied, known);
        }
    }

    /// <summary>The seconds until a backlog is applied: 0 for none, infinite when it does not get smaller.</summary>
    /// <remarks>What is worked off within a second is just on its way, however fast new batches come; then only how fast they are applied matters.</remarks>
    public double Seconds(long backlog)
    {
        lock (_lock)
        {
            return backlog <= 0 ? 0
                : backlog <= _applied ? backlog / _applied
                : _applied > _known && _applied > 0 ? backlog / (_applied - _known)
                : double.PositiveInfinity;
        }
    }
}
