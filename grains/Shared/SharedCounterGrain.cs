using ActiveActive.Merging;
using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Shared;

[Reentrant, GrainType("shared-counter")]
internal sealed class SharedCounterGrain([ReplicatedState("counter")] IReplicatedState<SharedCounterState> state) : Grain, ISharedCounterGrain
{
    // What a region adds is folded into one number of 64 bits. Below half of that, what is counted otherwise after a merge does not matter.
    private const long MaxSum = long.MaxValue / 2;

    public Task<SharedCount> Add(long amount) => state.Update((counter, at) =>
    {
        SharedRules.CheckAmount(amount);
        var sum = Shares.SumOf(counter.Sum.Shares, at.Origin) + amount;
        if (sum < -MaxSum || sum > MaxSum)
        {
            throw new RefusedException("out-of-range", $"What region {at.Origin.Region} has added to the counter would come to {sum}, beyond {MaxSum}. Nothing was changed.");
        }

        var next = counter with { Sum = counter.Sum.Add(at, amount) };
        return Change.To(next, View(next, state.Version + 1));
    });

    public Task<SharedCount> Get() => Task.FromResult(View(state.Value, state.Version));

    private static SharedCount View(SharedCounterState counter, long version) => new(counter.Sum.Value, version);
}
