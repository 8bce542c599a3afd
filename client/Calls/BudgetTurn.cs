namespace ActiveActive.Client.Calls;

/// <summary>A call's place among those that wait for a token of the <see cref="RetryBudget"/>.</summary>
internal sealed class BudgetTurn
{
    private readonly IThreadPoolWorkItem _call;
    private volatile bool _isGranted;

    public BudgetTurn(IThreadPoolWorkItem call)
    {
        _call = call;
        Place = new LinkedListNode<BudgetTurn>(this);
    }

    /// <summary>Its place: thousands may leave the queue at once, and must not look for themselves in it.</summary>
    public LinkedListNode<BudgetTurn> Place { get; }

    /// <summary>Whether it has got its token.</summary>
    public bool IsGranted => _isGranted;

    /// <summary>Gives it its token; under the budget's lock.</summary>
    public void Grant() => _isGranted = true;

    /// <summary>Lets the call go on, on a thread of its own.</summary>
    public void Wake() => ThreadPool.UnsafeQueueUserWorkItem(_call, preferLocal: false);
}
