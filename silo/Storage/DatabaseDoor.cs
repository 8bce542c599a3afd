namespace ActiveActive.Silo.Storage;

/// <summary>
/// Where those who find no database wait for it: one at a time looks whether it is back, and when it is they go in one after the other.
/// </summary>
/// <remarks>
/// PostgreSQL forks a process for each connection, also only to say that it is still starting, and each of the first ones has to read the catalogue: a crowd at its door keeps it from starting, and a crowd that comes in at once from
/// working off what has waited. To send all that waits back to callers who will only ask again would keep everybody busy for nothing meanwhile.
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class DatabaseDoor(TimeProvider time) : IDisposable
{
    /// <summary>
    /// How long to wait for a database that cannot be reached: as long as a restart takes. Callers who try again meanwhile get the answer of the attempt that waits, so that this may be longer than they wait for one.
    /// </summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _look = new(1);
    private long _wentIn;

    /// <summary>Asks the database, again and again while it cannot be reached, for <see cref="Hold"/>.</summary>
    /// <param name="ask">What to ask. May be called several times.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageUnavailableException">The database did not come back in time.</exception>
    public async Task<T> Enter<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        try
        {
            return await ask();
        }
        catch (StorageUnavailableException) when (time.GetElapsedTime(began) < Hold)
        {
            return await WaitAndEnter(ask, began, cancellation);
        }
    }

    public void Dispose() => _look.Dispose();

    private async Task<T> WaitAndEnter<T>(Func<Task<T>> ask, long began, CancellationToken cancellation)
    {
        await _look.WaitAsync(cancellation);
        Task<T> answer;
        try
        {
            // Nobody needs to look whether it is back when another has just gone in.
            var pause = Volatile.Read(ref _wentIn) > began ? TimeSpan.Zero : FirstPause;
            while (true)
            {
                await Task.Delay(pause, time, cancellation);
                answer = ask();

                // Whoever is in and has much to do there, or waits for another's lock, holds up nobody.
                await ((Task)answer).WaitAsync(LongestPause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (answer.Exception?.InnerException is not StorageUnavailableException || time.GetElapsedTime(began) >= Hold)
                {
                    break;
                }

                pause = pause == TimeSpan.Zero ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            Volatile.Write(ref _wentIn, answer.IsCompletedSuccessfully ? time.GetTimestamp() : _wentIn);
        }
        finally
        {
            _look.Release();
        }

        return await answer;
    }
}
