using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Tests.Cluster.State.Grains;

[Reentrant, GrainType("bag")]
public sealed class BagGrain([DurableState("bag")] IDurableState<BagState> state) : Grain, IBagGrain
{
    public Task<int> Put(string item) => state.Update(s =>
    {
        s.Items.Add(item);
        return Change.To(s, s.Items.Count);
    });

    public Task<string> PutAndEcho(string item) => state.Update(s =>
    {
        s.Items.Add(item);
        return Change.To(s, item);
    });

    public Task PutAndThrow(string item) => state.Update<int>(s =>
    {
        s.Items.Add(item);
        throw new InvalidOperationException("after a change in place");
    });

    public Task<string[]> Items() => Task.FromResult(state.Value.Items.ToArray());

    public Task<string> Label() => Task.FromResult(state.Value.Label);
}
