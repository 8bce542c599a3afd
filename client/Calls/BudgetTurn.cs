namespace ActiveActive.Client.Calls;

/// <summary>A call's place among those that wait for a token of the <see cref="RetryBudget"/>.</summary>
/// <param name="call">Woken when it gets one.</param>
internal sealed class BudgetTurn(IThreadPoolWorkItem call)
{
    private volatile bool _isGranted;

    /// <summary>Whether it has got its token.</summary>
    public bool IsGranted => _isGranted;

    /// <summary>Gives it its token; under the budget's lock.</summary>
    public void Grant() => _isGranted = true;

    /// <summary>Lets the call go on, on a thread of its own.</summary>
    public void Wake() => ThreadPool.UnsafeQueueUserWorkItem(call, preferLocal: false);
}
