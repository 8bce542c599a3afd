namespace ActiveActive.Client.Calls;

/// <summary>Calls that wait for what there is too little of, first come, first served. To be used under its owner's lock.</summary>
internal sealed class TurnQueue
{
    private readonly LinkedList<CallTurn> _waiting = new();

    public bool IsEmpty => _waiting.Count == 0;

    public void Add(CallTurn turn) => _waiting.AddLast(turn.Place);

    /// <summary>Takes out a turn that has got nothing yet.</summary>
    public void Remove(CallTurn turn) => _waiting.Remove(turn.Place);

    /// <summary>Gives the first ones what they wait for, as long as there is any.</summary>
    /// <param name="tryTake">Takes one, when there is one.</param>
    /// <returns>Those that have got theirs, to be woken without the lock; null for none.</returns>
    public List<CallTurn>? Grant(Func<bool> tryTake)
    {
        List<CallTurn>? granted = null;
        while (_waiting.First is { Value: var first } && tryTake())
        {
            _waiting.RemoveFirst();
            first.Grant();
            (granted ??= []).Add(first);
        }

        return granted;
    }
}
