namespace ActiveActive.Silo.Scaling;

/// <summary>What this silo knows of loads: its own, and how many silos are wanted. Written by <see cref="ScalingMonitor"/>, read by whoever asks.</summary>
internal sealed class LoadBoard(TimeProvider time)
{
    private Entry? _entry;
    private SiloLoad? _load;
    private double _calls = -1;

    /// <summary>What this silo has measured last.</summary>
    public SiloLoad? Load
    {
        get => Volatile.Read(ref _load);
        set => Volatile.Write(ref _load, value);
    }

    /// <summary>How often this silo's grains are called, per second, when they were counted last; null before.</summary>
    public double? Calls
    {
        get => Volatile.Read(ref _calls) is >= 0 and var calls ? calls : null;
        set => Volatile.Write(ref _calls, value ?? -1);
    }

    /// <summary>Whether this silo is the one that works out the advice.</summary>
    public bool IsOwn => Volatile.Read(ref _entry) is { IsOwn: true };

    /// <summary>The last advice, with its present age; null before there is any.</summary>
    public ScaleAdvice? Advice => Volatile.Read(ref _entry) is { } entry ? entry.Advice with { AgeSeconds = entry.Advice.AgeSeconds + time.GetElapsedTime(entry.At).TotalSeconds } : null;

    /// <summary>Keeps an advice.</summary>
    public void Keep(ScaleAdvice advice, bool isOwn) => Volatile.Write(ref _entry, new Entry(advice, time.GetTimestamp(), isOwn));

    private sealed record Entry(ScaleAdvice Advice, long At, bool IsOwn);
}
