using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Monitoring.Live;

/// <summary>Asks Prometheus again and again, a few times for each of its looks.</summary>
internal static class Polling
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the condition holds; fails with what is the case instead when it does not in time.</summary>
    /// <param name="condition">What shall hold.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="instead">Tells what is the case instead.</param>
    public static Task Until(Func<Task<bool>> condition, string what, Func<Task<string>> instead) => Eventually.Holds(condition, what, Limit, Pause, instead);
}
