using System.Diagnostics;

namespace ActiveActive.Tests.Support;

/// <summary>Waits for a condition that only polling can see.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc cref="Holds(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task Holds(Func<bool> condition, string what, TimeSpan? within = null) => Holds(() => Task.FromResult(condition()), what, within);

    /// <summary>Waits until the condition holds; fails with a clear message when it does not in time.</summary>
    public static async Task Holds(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(20);
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}");
            }

            await Task.Delay(Pause);
        }
    }
}
