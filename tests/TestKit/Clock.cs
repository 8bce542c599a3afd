using System.Diagnostics;

namespace ActiveActive.TestKit;

/// <summary>The machine's monotonic clock in microseconds, the same for all processes of the machine.</summary>
internal static class Clock
{
    public const long Second = 1_000_000;

    public static long Now => (long)(Stopwatch.GetTimestamp() * ((double)Second / Stopwatch.Frequency));
}
