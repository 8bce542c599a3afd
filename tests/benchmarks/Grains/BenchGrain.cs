namespace ActiveActive.Benchmarks;

/// <summary>The same class in both systems; only the silo's storage differs.</summary>
[GrainType("bench")]
internal sealed class BenchGrain([PersistentState("bench")] IPersistentState<BenchState> state) : Grain, IBenchGrain
{
    public async Task<long> Write(int payload)
    {
        state.State.Number++;
        state.State.Payload = BenchPayload.Of(payload, state.State.Number);
        await state.WriteStateAsync();
        return state.State.Number;
    }

    public Task<long> Read() => Task.FromResult(state.State.Number);
}
