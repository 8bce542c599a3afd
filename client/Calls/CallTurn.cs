namespace ActiveActive.Client.Calls;

/// <summary>A call's place among those that wait: for a token of the <see cref="RetryBudget"/>, for a place in a <see cref="GatewayWindow"/>, or in the <see cref="LostHold"/>.</summary>
internal sealed class CallTurn
{
    private readonly IThreadPoolWorkItem _call;
    private volatile bool _isGranted;

    public CallTurn(IThreadPoolWorkItem call)
    {
        _call = call;
        Place = new LinkedListNode<CallTurn>(this);
    }

    /// <summary>Its place: thousands may leave the queue at once, and must not look for themselves in it.</summary>
    public LinkedListNode<CallTurn> Place { get; }

    /// <summary>Whether it has got what it waits for.</summary>
    public bool IsGranted => _isGranted;

    /// <summary>Gives it that; under the queue's lock.</summary>
    public void Grant() => _isGranted = true;

    /// <summary>Lets the call go on, on a thread of its own.</summary>
    public void Wake() => ThreadPool.UnsafeQueueUserWorkItem(_call, preferLocal: false);
}
