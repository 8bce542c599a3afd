namespace ActiveActive.Silo.Storage;

/// <summary>Questions that wait at one moment are asked together: one that finds a free connection goes at once, alone if it is alone; else it waits for one to come back, and goes with all that wait by then.</summary>
/// <param name="free">The connections, which other groups may use too.</param>
/// <param name="most">The most that are asked together.</param>
/// <param name="ask">Asks several, no two of them equal; gives what answers each.</param>
internal sealed class QuestionGroup<TQuestion, TAnswer>(SemaphoreSlim free, int most, Func<IReadOnlyList<TQuestion>, Task<Func<TQuestion, TAnswer>>> ask)
    where TQuestion : notnull
{
    private readonly Lock _lock = new();
    private readonly Queue<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> _waitingNeedsLock = new();
    private bool _isCollectingNeedsLock;

    /// <summary>Asks, with others.</summary>
    /// <param name="question">What to ask.</param>
    /// <param name="cancellation">Gives up waiting. The others are asked all the same, and so may this be.</param>
    public Task<TAnswer> Ask(TQuestion question, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waitingNeedsLock.Enqueue((question, answer));
            if (!_isCollectingNeedsLock)
            {
                _isCollectingNeedsLock = true;
                _ = Task.Run(Collect, CancellationToken.None); // not on the turns of the grain that asks
            }
        }

        return answer.Task.WaitAsync(cancellation);
    }

    // Those that wait when there is a connection. Whoever comes later is for the next one.
    private async Task Collect()
    {
        try
        {
            await free.WaitAsync();
        }
        catch (ObjectDisposedException error)
        {
            Taken().ForEach(one => one.Answer.TrySetException(error));
            return;
        }

        var group = Taken();
        try
        {
            var answers = await ask([.. group.Select(static one => one.Question).Distinct()]);
            group.ForEach(one => one.Answer.SetResult(answers(one.Question)));
        }
#pragma warning disable CA1031 // It belongs to those who wait.
        catch (Exception error)
#pragma warning restore CA1031
        {
            group.ForEach(one => one.Answer.TrySetException(error));
        }
        finally
        {
            free.Release();
        }
    }

    private List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> Taken()
    {
        var group = new List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)>();
        lock (_lock)
        {
            while (group.Count < most && _waitingNeedsLock.TryDequeue(out var next))
            {
                group.Add(next);
            }

            _isCollectingNeedsLock = _waitingNeedsLock.Count > 0;
            if (_isCollectingNeedsLock)
            {
                _ = Task.Run(Collect, CancellationToken.None);
            }
        }

        return group;
    }
}
