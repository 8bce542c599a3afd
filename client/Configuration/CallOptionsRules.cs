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

        if (!IsWithin(options.MaxDelay, ShortestDelay, options.Deadline))
        {
            yield return $"MaxDelay is {options.MaxDelay}; it must be from {ShortestDelay} to Deadline ({options.Deadline}).";
        }

        if (!IsWithin(options.BaseDelay, ShortestDelay, options.MaxDelay))
        {
            yield return $"BaseDelay is {options.BaseDelay}; it must be from {ShortestDelay} to MaxDelay ({options.MaxDelay}).";
        }
    }

    private static bool IsWithin(TimeSpan value, TimeSpan low, TimeSpan high) => value >= low && value <= high;
}
