namespace ActiveActive.Benchmarks.Driver;

/// <summary>
/// Open-loop load: calls fall due at even times and start then, also while earlier ones wait, and their latency counts from when they were due. So a stall cannot hide itself (no coordinated
/// omission). The loop looks about once a millisecond what is due, and up to that much of each latency is its own.
/// </summary>
/// <param name="time">Its clock.</param>
/// <param name="pause">Lets about a millisecond pass.</param>
internal sealed class OpenLoop(TimeProvider time, Action pause)
{
    /// <summary>More calls than these do not wait for their answers; what falls due beyond them is not made, and counts as an error.</summary>
    public const int MostWaiting = 20_000;

    /// <summary>The loop of real time.</summary>
    public static OpenLoop Real { get; } = new(TimeProvider.System, static () => Thread.Sleep(1));

    /// <summary>Runs until the time is over and every call has ended.</summary>
    /// <param name="rate">Calls that fall due each second.</param>
    /// <param name="warmUp">Seconds that are not counted.</param>
    /// <param name="seconds">Seconds that are counted, after the warm-up.</param>
    /// <param name="call">Makes a call, given its number from 0.</param>
    public async Task<BenchResult> Run(double rate, double warmUp, double seconds, Func<long, Task> call)
    {
        using var places = new SemaphoreSlim(MostWaiting);
        var begin = time.GetTimestamp();

        // A late answer of a call that was due in time counts; it is just what shall be seen.
        var recorder = new CallRecorder(time, begin + (long)(warmUp * time.TimestampFrequency), long.MaxValue);
        var total = (long)(rate * (warmUp + seconds));
        var notCounted = (long)(rate * warmUp);
        await Task.Factory.StartNew(Generate, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var place = 0; place < MostWaiting; place++)
        {
            await places.WaitAsync();
        }

        return recorder.Result(seconds);

        void Generate()
        {
            for (var next = 0L; next < total; pause())
            {
                for (; next < total && Due(next) <= time.GetTimestamp(); next++)
                {
                    var number = next;
                    if (places.Wait(0))
                    {
                        _ = Task.Run(() => Make(number));
                    }
                    else
                    {
                        recorder.Failed($"Not made: {MostWaiting} calls waited for their answers already. The system does not keep up with this rate.");
                    }
                }
            }
        }

        long Due(long number) => begin + (long)(number / rate * time.TimestampFrequency);

        async Task Make(long number)
        {
            try
            {
                await call(number);
                if (number >= notCounted)
                {
                    recorder.Answered(Due(number), 1);
                }
            }
#pragma warning disable CA1031 // The load goes on; the result tells the errors.
            catch (Exception error)
#pragma warning restore CA1031
            {
                recorder.Failed($"{error.GetType().Name}: {error.Message}");
            }
            finally
            {
                places.Release();
            }
        }
    }
}
