using Microsoft.Extensions.Logging;

namespace ActiveActive.State.Storage;

/// <summary>A commit whose outcome is known: while a write is in doubt it is sent again, with the same write id, until the database tells what became of it.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="WasInDoubt">Whether a connection was lost on the way. Anything but a confirmed commit then calls for a reload.</param>
internal readonly record struct ResolvedCommit(CommitOutcome Outcome, bool WasInDoubt)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);

    // What waits for this grain waits as long after the database's return.
    private static readonly TimeSpan LastRetry = TimeSpan.FromMilliseconds(250);

    /// <summary>Writes.</summary>
    /// <param name="store">The store.</param>
    /// <param name="write">The write.</param>
    /// <param name="limit">How long the outcome may be looked for.</param>
    /// <param name="time">Measures that.</param>
    /// <param name="log">Told of each loss of a connection.</param>
    /// <param name="cancellation">Gives up a write that was not sent yet. A doubt is not given up.</param>
    /// <exception cref="OutcomeUnknownException">The outcome could not be learned within the limit.</exception>
    public static async Task<ResolvedCommit> Write(IStateStore store, StateWrite write, TimeSpan limit, TimeProvider time, ILogger log, CancellationToken cancellation = default)
    {
        var started = time.GetTimestamp();
        var inDoubt = false;
        for (var delay = FirstRetry; ; delay = delay * 2 > LastRetry ? LastRetry : delay * 2)
        {
            try
            {
                return new ResolvedCommit(await store.Commit(write, inDoubt ? CancellationToken.None : cancellation).ConfigureAwait(false), inDoubt);
            }
#pragma warning disable CA1031 // Once in doubt, no error of a later sending says anything about the first.
            catch (Exception error) when (inDoubt || error is CommitInDoubtException)
#pragma warning restore CA1031
            {
                inDoubt = true;
                log.CommitInDoubt(write.Key, error.Message);
                if (time.GetElapsedTime(started) >= limit)
                {
                    throw new OutcomeUnknownException(
                        $"The connection to the database was lost while {write.Key} was written, and did not come back within {limit.TotalSeconds:0.#} s. The write may or may not have happened; the same request id tells.",
                        error);
                }
            }

            await Task.Delay(delay, time, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
