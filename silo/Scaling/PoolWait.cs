namespace ActiveActive.Silo.Scaling;

/// <summary>How long a work item waits for a thread of the pool: the time between the two ends of its queue.</summary>
internal static class PoolWait
{
    /// <summary>Sends one through.</summary>
    public static Task<TimeSpan> Measure(TimeProvider time)
    {
        var waited = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = time.GetTimestamp();
        ThreadPool.UnsafeQueueUserWorkItem(_ => waited.SetResult(time.GetElapsedTime(queued)), null);
        return waited.Task;
    }
}
