namespace ActiveActive.TestKit.Checks.Linearizability;

/// <summary>What a grain would answer if its calls came one after the other.</summary>
/// <typeparam name="TState">Compared by value.</typeparam>
/// <typeparam name="TCall">A call with its answer.</typeparam>
internal interface ISequentialModel<TState, TCall>
    where TState : notnull
{
    TState Initial { get; }

    /// <summary>Whether the call could have been answered so in this state; if so, the state after it.</summary>
    bool TryApply(TState state, TCall call, out TState next);
}
