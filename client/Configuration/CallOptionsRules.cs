namespace ActiveActive.Client.Configuration;

/// <summary>What must hold of <see cref="CallOptions"/>, and between its members.</summary>
internal static class CallOptionsRules
{
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(1);

    public static IEnumerable<string> Errors(CallOptions options)
    {
        if (!IsWithin(options.Deadline, ShortestDeadline, LongestDeadline))
        {
            yield return $"Deadline is {options.Deadline}; it must be from {ShortestDeadline} to {LongestDeadline}.";
        }

        if (!IsWithin(options.AttemptTimeout, ShortestAttempt, options.Deadline))
        {
            yield return $"AttemptTimeout is {options.AttemptTimeout}; it must be from {ShortestAttempt} to Deadline ({options.Deadline}).";
        }

        if (options.MinAttemptTimeout < ShortestAttempt)
        {
            yield return $"MinAttemptTimeout is {options.MinAttemptTimeout}; it must be at least {ShortestAttempt}.";
        }

        if (!IsWithin(options.MaxDelay, ShortestDelay, options.Deadline))
        {
            yield return $"MaxDelay is {options.MaxDelay}; it must be from {ShortestDelay} to Deadline ({options.Deadline}).";
        }

        if (!IsWithin(options.BaseDelay, ShortestDelay, options.MaxDelay))
        {
            yield return $"BaseDelay is {options.BaseDelay}; it must be from {ShortestDelay} to MaxDelay ({options.MaxDelay}).";
        }

        if (options.RetryRatio is not (>= 0 and <= 1))
        {
            yield return $"RetryRatio is {options.RetryRatio}; it must be from 0 to 1.";
        }

        if (options.RetriesPerSecond is not (>= 1 and <= 100_000))
        {
            yield return $"RetriesPerSecond is {options.RetriesPerSecond}; it must be from 1 to 100000.";
        }

        if (options.RetryBurst is < 1 or > 1_000_000)
        {
            yield return $"RetryBurst is {options.RetryBurst}; it must be from 1 to 1000000.";
        }

        if (options.ConnectionPatience < TimeSpan.Zero && options.ConnectionPatience != Timeout.InfiniteTimeSpan)
        {
            yield return $"ConnectionPatience is {options.ConnectionPatience}; it must be zero or above, or -00:00:00.0010000 for infinite.";
        }
    }

    private static bool IsWithin(TimeSpan value, TimeSpan low, TimeSpan high) => value >= low && value <= high;
}
