using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Shared;

[Reentrant, GrainType("shared-value")]
internal sealed class SharedValueGrain([ReplicatedState("value")] IReplicatedState<SharedValueState> state) : Grain, ISharedValueGrain
{
    private const int MaxTextLength = 10_000;

    public Task<SharedValue> Write(string text) => state.Update((register, at) =>
    {
        SharedRules.CheckText(text, MaxTextLength);
        var next = register with { Text = register.Text.Set(at, text) };
        return Change.To(next, next.View(state.Version + 1));
    });

    public Task<SharedValue> Get() => Task.FromResult(state.Value.View(state.Version));
}
