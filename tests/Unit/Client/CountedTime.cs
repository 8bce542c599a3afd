using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>
/// A clock set by the test that knows who waits for it. A thread that a busy machine holds up between two waits would else see minutes pass that nobody meant to.
/// </summary>
internal sealed class CountedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    // Work of a call that waits for something else than time is over by then.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private int _armed;
    private int _waits;

    /// <summary>How many wait.</summary>
    public int Armed => Volatile.Read(ref _armed);

    /// <summary>How many waits have begun so far.</summary>
    public int Waits => Volatile.Read(ref _waits);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var wait = new Wait(this);
        wait.Timer = base.CreateTimer(
            passed =>
            {
                wait.End();
                callback(passed);
            },
            state,
            dueTime,
            period);
        Interlocked.Increment(ref _waits);
        return wait;
    }

    /// <summary>Waits until another wait has begun.</summary>
    public async Task WaitsMoreThan(int waits)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (Waits <= waits)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Waits until somebody waits for this clock, or the call has ended, or nothing of the kind seems to come.</summary>
    public async Task SomebodyWaits(Task call)
    {
        for (var began = TimeProvider.System.GetTimestamp(); Volatile.Read(ref _armed) == 0 && !call.IsCompleted && TimeProvider.System.GetElapsedTime(began) < Patience;)
        {
            await Task.Yield();
        }
    }

    private sealed class Wait : ITimer
    {
        private readonly CountedTime _time;
        private int _ended;

        public Wait(CountedTime time)
        {
            _time = time;
            Interlocked.Increment(ref time._armed);
        }

        public ITimer Timer { get; set; } = null!;

        public void End()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                Interlocked.Decrement(ref _time._armed);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Timer.Change(dueTime, period);

        public void Dispose()
        {
            End();
            Timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return Timer.DisposeAsync();
        }
    }
}
