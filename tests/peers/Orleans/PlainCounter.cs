namespace ActiveActive.Peers.Orleans;

/// <summary>The counter as Orleans' documentation of grain persistence has it: the state is written before the answer.</summary>
[GrainType("plain-counter")]
internal sealed class PlainCounter([PersistentState("counter")] IPersistentState<PlainCounterState> state) : Grain, IPlainCounter
{
    public async Task<long> Add(long amount)
    {
        state.State.Value += amount;
        await state.WriteStateAsync();
        return state.State.Value;
    }

    public Task<long> Get() => Task.FromResult(state.State.Value);
}
