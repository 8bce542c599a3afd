using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Benchmarks;

[Reentrant, GrainType("bench-hot")]
internal sealed class HotBenchGrain([DurableState("bench")] IDurableState<DurableBenchState> state) : Grain, IHotBenchGrain
{
    public Task<long> Add(long amount) => state.Update(present =>
    {
        var sum = present.Number + amount;
        return Change.To(new DurableBenchState { Number = sum }, sum);
    });
}
