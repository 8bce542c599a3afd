using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Shared;

[Reentrant, GrainType("shared-set")]
internal sealed class SharedSetGrain([ReplicatedState("set")] IReplicatedState<SharedSetState> state) : Grain, ISharedSetGrain
{
    private const int MaxItems = 5000;

    public Task<SharedSize> Add(string item) => state.Update((set, at) =>
    {
        SharedRules.CheckName("item", item);
        if (set.Items.Count >= MaxItems && !set.Items.Contains(item))
        {
            throw new RefusedException("set-full", $"The set has {MaxItems} items. Nothing was changed; remove some first, or use several sets.", Advice.FixTheCause);
        }

        return Changed(set with { Items = set.Items.Add(at, item) });
    });

    public Task<SharedSize> Remove(string item) => state.Update((set, _) =>
    {
        SharedRules.CheckName("item", item);
        return set.Items.Contains(item) ? Changed(set with { Items = set.Items.Remove(item) }) : Change.None(set, new SharedSize(set.Items.Count, state.Version));
    });

    public Task<bool> Contains(string item)
    {
        SharedRules.CheckName("item", item);
        return Task.FromResult(state.Value.Items.Contains(item));
    }

    public Task<SharedItems> Get() => Task.FromResult(new SharedItems([.. state.Value.Items.Items], state.Version));

    private Change<SharedSetState, SharedSize> Changed(SharedSetState next) => Change.To(next, new SharedSize(next.Items.Count, state.Version + 1));
}
