namespace ActiveActive.Silo.Scaling;

/// <summary>
/// Asks whether what the load wants lasts, before anybody acts on it: out after a short time, in after a long one. So a peak of seconds starts no silo, and a pause of minutes stops none that the next minute needs.
/// </summary>
/// <remarks>
/// As in Kubernetes' HorizontalPodAutoscaler with a stabilization window for each direction: more silos are asked for up to the least wish of the last <see cref="ScalingOptions.ScaleOutAfter"/>, fewer down to the largest
/// wish of the last <see cref="ScalingOptions.ScaleInAfter"/>. Unlike there, the number that was asked for last is what is changed, and not the number that runs: the death of a silo is no wish for fewer. A decider that
/// has just begun knows of no wish before, and takes the number that it finds for one.
/// </remarks>
/// <param name="options">The times.</param>
internal sealed class ScaleDecider(ScalingOptions options)
{
    /// <summary>The wishes by their times, oldest first; one at least. Bounded by the windows: a wish that is the same as the one before only moves its end.</summary>
    private readonly List<(TimeSpan From, TimeSpan To, int Silos)> _wishes = [];
    private int _wanted;

    /// <summary>Takes a wish.</summary>
    /// <param name="now">The time, on any monotonic clock.</param>
    /// <param name="wish">The wish.</param>
    /// <param name="silos">How many silos serve.</param>
    /// <returns>How many to ask for.</returns>
    public int Decide(TimeSpan now, ScaleWish wish, int silos)
    {
        if (_wishes.Count == 0)
        {
            _wanted = Clamp(silos);
            _wishes.Add((now, now, _wanted));
        }

        Add(now, wish.Silos);
        var up = Within(now - options.ScaleOutAfter).Min();
        var down = Within(now - options.ScaleInAfter).Max();
        _wanted = Clamp(_wanted < up ? up : _wanted > down ? down : _wanted);
        return _wanted;
    }

    /// <summary>The present wish, and those that were so after a time.</summary>
    private IEnumerable<int> Within(TimeSpan after) => _wishes.Where((one, place) => place == _wishes.Count - 1 || one.To > after).Select(static one => one.Silos);

    private void Add(TimeSpan now, int silos)
    {
        // A wish lasts until the next one.
        var last = _wishes[^1];
        _wishes[^1] = last with { To = now };
        if (last.Silos != silos)
        {
            _wishes.Add((now, now, silos));
        }

        var longest = options.ScaleInAfter > options.ScaleOutAfter ? options.ScaleInAfter : options.ScaleOutAfter;
        _wishes.RemoveAll(one => one.To <= now - longest && one.To < now);
    }

    private int Clamp(int silos) => Math.Clamp(silos, options.Minimum, options.Maximum);
}
