using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Counters;

[Reentrant, GrainType("counter")]
internal sealed class CounterGrain([DurableState("counter")] IDurableState<CounterState> state) : Grain, ICounterGrain
{
    public Task<CounterValue> Add(long amount) => state.Update(present =>
    {
        var next = present.Add(amount);
        return Change.To(next, next.View());
    });

    public Task<CounterValue> Get() => Task.FromResult(state.Value.View());
}
