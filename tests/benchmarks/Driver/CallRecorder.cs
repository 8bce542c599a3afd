using HdrHistogram;

namespace ActiveActive.Benchmarks.Driver;

/// <summary>Counts the calls that end within a window of time, and how long they took. Used by many slots at once.</summary>
/// <param name="time">Its timestamps.</param>
/// <param name="from">The window's first timestamp.</param>
/// <param name="until">The window's last timestamp.</param>
internal sealed class CallRecorder(TimeProvider time, long from, long until)
{
    private const long LongestMicroseconds = 120_000_000;
    private const int Digits = 3;
    private readonly LongConcurrentHistogram _microseconds = new(1, LongestMicroseconds, Digits);
    private long _calls;
    private long _errors;
    private string? _firstError;

    /// <summary>An answer has come now.</summary>
    /// <param name="began">When its latency began to count.</param>
    /// <param name="calls">For how many calls it stands.</param>
    public void Answered(long began, int calls)
    {
        var now = time.GetTimestamp();
        if (now < from || now > until)
        {
            return;
        }

        Interlocked.Add(ref _calls, calls);
        var microseconds = (long)time.GetElapsedTime(began, now).TotalMicroseconds;
        _microseconds.RecordValueWithCount(Math.Clamp(microseconds, 1, LongestMicroseconds), calls);
    }

    /// <summary>A call has failed. Counts outside of the window, too: a slice with errors is no good measure.</summary>
    public void Failed(string error)
    {
        Interlocked.Increment(ref _errors);
        Interlocked.CompareExchange(ref _firstError, error, null);
    }

    public BenchResult Result(double seconds) => new()
    {
        Calls = Interlocked.Read(ref _calls),
        Errors = Interlocked.Read(ref _errors),
        FirstError = _firstError,
        Seconds = seconds,
        Latency = _microseconds.TotalCount == 0
            ? Latency.None
            : new Latency(Milliseconds(_microseconds.GetMean()), At(50), At(90), At(99), At(99.9), At(100)),
    };

    private double At(double percentile) => Milliseconds(_microseconds.GetValueAtPercentile(percentile));

    private static double Milliseconds(double microseconds) => Math.Round(microseconds / 1000, 3);
}
