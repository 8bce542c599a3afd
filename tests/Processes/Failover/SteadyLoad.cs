using System.Collections.Concurrent;
using System.Diagnostics;
using ActiveActive.TestKit;

namespace ActiveActive.Tests.Processes.Failover;

/// <summary>Calls counters at fixed times, whether earlier calls are answered or not, and keeps what became of each call.</summary>
internal sealed class SteadyLoad(IGrainFactory grains, int keys, TimeSpan period) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Outcome> _outcomes = new();
    private readonly ConcurrentQueue<Task> _calls = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Pulse _ended = new();
    private Task[] _callers = [];

    public TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    public void Start() => _callers = [.. Enumerable.Range(0, keys).Select(key => Task.Run(() => Run($"steady-{key}", period * key / keys)))];

    /// <summary>Waits until so many more calls of each key, on the average, have ended.</summary>
    public async Task HasCalled(int times)
    {
        for (var wanted = _outcomes.Count + (times * keys); ;)
        {
            var ended = _ended.Next;
            if (_outcomes.Count >= wanted)
            {
                return;
            }

            await ended.WaitAsync(Limit);
        }
    }

    /// <summary>Ends the load and waits for all answers.</summary>
    public async Task<IReadOnlyList<Outcome>> Finish()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_callers);
        await Task.WhenAll(_calls);
        return [.. _outcomes];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_callers);
        _stop.Dispose();
    }

    private async Task Run(string key, TimeSpan phase)
    {
        var grain = grains.GetGrain<ICounterGrain>(key);
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var at = phase + (period * i);
            if (at > Now)
            {
                await Task.Delay(at - Now);
            }

            _calls.Enqueue(Call(grain, i % 2 == 0, at));
        }
    }

    private async Task Call(ICounterGrain grain, bool write, TimeSpan at)
    {
        try
        {
            _ = write ? await grain.Add(1) : await grain.Get();
            Ended(new Outcome(at, Now - at, null));
        }
        catch (Exception error)
        {
            Ended(new Outcome(at, Now - at, error));
        }
    }

    private void Ended(Outcome outcome)
    {
        _outcomes.Enqueue(outcome);
        _ended.Beat();
    }

    /// <param name="At">When it should have been sent.</param>
    /// <param name="Took">From then to its end.</param>
    /// <param name="Error">How it failed.</param>
    internal sealed record Outcome(TimeSpan At, TimeSpan Took, Exception? Error);
}
