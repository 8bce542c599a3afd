namespace ActiveActive.Benchmarks.Driver;

/// <summary>
/// Closed-loop load: a fixed number of slots, each of which makes its next call when the last one has been answered. It tells what a system can do at most with that many callers; a stall
/// holds the callers up, too, so its latencies are those of the calls that were made (for the others see <see cref="OpenLoop"/>).
/// </summary>
internal sealed class ClosedLoop(TimeProvider time)
{
    /// <summary>Runs until the plan is over and every call has ended.</summary>
    /// <param name="plan">How long, and with how many slots.</param>
    /// <param name="call">Makes a slot's call, given the slot and how many it made before; answers for how many calls it stands. Null: this slot has no more to do.</param>
    public async Task<BenchResult> Run(LoopPlan plan, Func<int, long, Task<int>?> call)
    {
        var begin = time.GetTimestamp();
        var from = begin + Ticks(plan.WarmUp);
        var until = plan.Seconds is { } seconds ? from + Ticks(seconds) : long.MaxValue;
        var recorder = new CallRecorder(time, from, until);
        var left = plan.Calls ?? long.MaxValue;

        // The slots begin on the pool, not one after the other on this thread: a call may do much before it first waits.
        await Task.WhenAll(Enumerable.Range(0, plan.InFlight).Select(slot => Task.Run(() => Work(slot))));
        return recorder.Result(plan.Seconds ?? time.GetElapsedTime(from).TotalSeconds);

        async Task Work(int slot)
        {
            for (var turn = 0L; time.GetTimestamp() < until && Interlocked.Decrement(ref left) >= 0; turn++)
            {
                var began = time.GetTimestamp();
                try
                {
                    if (call(slot, turn) is not { } answer)
                    {
                        return;
                    }

                    recorder.Answered(began, await answer);
                }
#pragma warning disable CA1031 // The load goes on; the result tells the errors.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    recorder.Failed($"{error.GetType().Name}: {error.Message}");
                    await Task.Yield();
                }
            }
        }
    }

    private long Ticks(double seconds) => (long)(seconds * time.TimestampFrequency);
}
