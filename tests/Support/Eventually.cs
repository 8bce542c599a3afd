using System.Diagnostics;

namespace ActiveActive.Tests.Support;

/// <summary>Waits for a condition that only polling can see.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc cref="Holds(Func{Task{bool}}, string, TimeSpan?, TimeSpan?, Func{Task{string}}?)"/>
    public static Task Holds(Func<bool> condition, string what, TimeSpan? within = null) => Holds(() => Task.FromResult(condition()), what, within);

    /// <summary>Waits until the condition holds; fails with a clear message when it does not in time.</summary>
    /// <param name="condition">What shall hold.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="within">For how long it is waited for; 20 seconds unless given.</param>
    /// <param name="every">How long after each look the next one comes; 20 milliseconds unless given.</param>
    /// <param name="instead">Tells what is the case instead.</param>
    public static async Task Holds(Func<Task<bool>> condition, string what, TimeSpan? within = null, TimeSpan? every = null, Func<Task<string>>? instead = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(20);
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}{(instead is null ? "" : $"\n{await instead()}")}");
            }

            await Task.Delay(every ?? Pause);
        }
    }
}
