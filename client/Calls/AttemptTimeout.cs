namespace ActiveActive.Client.Calls;

/// <summary>
/// How long to wait for an attempt of one grain method, learnt from its answers, as TCP learns its retransmission timeout.
/// </summary>
/// <remarks>
/// <para>Jacobson and Karels' estimate in the form of RFC 6298: the smoothed latency plus four times its smoothed deviation, the latter not below
/// <see cref="CallOptions.MinAttemptTimeout"/> (so a steady latency, high or low, keeps a margin), the sum not above <see cref="CallOptions.AttemptTimeout"/>, which also serves
/// until there is a first sample.</para>
/// <para>Samples are answers to first attempts only, also late ones (Karn and Partridge's rule, a little wider: here an answer names its attempt, but a retry may be
/// answered sooner than its call would have been, because it finds the work done).</para>
/// <para>Back-off: an expiry doubles the timeout of all calls of the method that are begun later, until the next sample; expiries of attempts that were sent before the last
/// doubling say nothing new. So a step up in latency costs a call two or three attempts at most, then the first late answer lifts the estimate above it.</para>
/// </remarks>
internal sealed class AttemptTimeout(CallOptions options, TimeProvider time)
{
    private const double LatencyGain = 1 / 8.0;
    private const double DeviationGain = 1 / 4.0;
    private const double Deviations = 4;

    private readonly Lock _lock = new();
    private double _latencyNeedsLock = -1;
    private double _deviationNeedsLock;
    private long _doubledAtNeedsLock;
    private long _ticks = options.AttemptTimeout.Ticks;

    /// <summary>The timeout of an attempt that is sent now.</summary>
    public TimeSpan Current => TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    /// <summary>Takes the latency of an answered first attempt. Under contention it may be left out: there are plenty.</summary>
    public void OnAnswer(TimeSpan latency)
    {
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            var sample = (double)latency.Ticks;
            if (_latencyNeedsLock < 0)
            {
                (_latencyNeedsLock, _deviationNeedsLock) = (sample, sample / 2);
            }
            else
            {
                _deviationNeedsLock += DeviationGain * (Math.Abs(sample - _latencyNeedsLock) - _deviationNeedsLock);
                _latencyNeedsLock += LatencyGain * (sample - _latencyNeedsLock);
            }

            Set(_latencyNeedsLock + Math.Max(options.MinAttemptTimeout.Ticks, Deviations * _deviationNeedsLock));
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>An attempt sent at this timestamp was not answered in time.</summary>
    public void OnExpiry(long sentAt)
    {
        lock (_lock)
        {
            if (_doubledAtNeedsLock == 0 || sentAt >= _doubledAtNeedsLock)
            {
                _doubledAtNeedsLock = time.GetTimestamp();
                Set(_ticks * 2.0);
            }
        }
    }

    private void Set(double ticks) =>
        Volatile.Write(ref _ticks, (long)Math.Min(ticks, options.AttemptTimeout.Ticks));
}
