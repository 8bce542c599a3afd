namespace ActiveActive.TestKit.Peers;

/// <summary>Calls made before the load, so that first activations are no part of it.</summary>
internal static class WarmUp
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads each counter until it answers: on a busy machine the first calls may take longer than a short timeout.</summary>
    /// <exception cref="TimeoutException">A counter did not answer in time.</exception>
    public static async Task Touch(IEnumerable<string> keys, Func<string, Task> read)
    {
        using var limit = new CancellationTokenSource(Limit);
        await Task.WhenAll(keys.Select(key => UntilAnswered(key, read, limit.Token)));
    }

    private static async Task UntilAnswered(string key, Func<string, Task> read, CancellationToken limit)
    {
        while (true)
        {
            try
            {
                await read(key);
                return;
            }
            catch (Exception) when (!limit.IsCancellationRequested)
            {
                // Each system has its own ways to say that it is not ready yet.
                await Task.Delay(Pause, CancellationToken.None);
            }
            catch (Exception error)
            {
                throw new TimeoutException($"Counter {key} did not answer within {Limit.TotalSeconds} s of the start.", error);
            }
        }
    }
}
