namespace ActiveActive.Client.Connection;

/// <summary>The region's database clock as this client knows it: the local clock plus a measured offset, zero until the first measurement.</summary>
internal sealed class DatabaseClock(TimeProvider time)
{
    private long _offsetTicks;

    public DateTimeOffset UtcNow => time.GetUtcNow() + Offset;

    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));

    /// <summary>Asks for the database's time; takes its answer to be half a round trip old.</summary>
    public async Task<TimeSpan> Measure(Func<Task<DateTimeOffset>> ask)
    {
        var began = time.GetTimestamp();
        var answer = await ask();
        var roundTrip = time.GetElapsedTime(began);
        var offset = answer + (roundTrip / 2) - time.GetUtcNow();
        Volatile.Write(ref _offsetTicks, offset.Ticks);
        return offset;
    }
}
