namespace ActiveActive.Tests.Database.Support;

/// <summary>Waits for conditions that nobody announces, such as the end of a process that is not our child.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    public static async Task Holds(Func<bool> condition, string what)
    {
        for (var deadline = Environment.TickCount64 + (long)s_longest.TotalMilliseconds; !condition(); await Task.Delay(10))
            Assert.True(Environment.TickCount64 < deadline, $"Not within {s_longest}: {what}");
    }

    public static Task NothingRunsIn(string folder) => Holds(() => ProcessTable.WorkingIn(folder).Count == 0, $"no process works in {folder}");
}
