using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Shared;

[Reentrant, GrainType("shared-register")]
internal sealed class SharedRegisterGrain([ReplicatedState("register")] IReplicatedState<SharedRegisterState> state) : Grain, ISharedRegisterGrain
{
    private const int MaxTextLength = 10_000;

    public Task<SharedTexts> Write(string text) => state.Update((register, at) =>
    {
        SharedRules.CheckText(text, MaxTextLength);
        var next = register with { Text = register.Text.Set(at, text) };
        return Change.To(next, next.View(state.Version + 1));
    });

    public Task<SharedTexts> Get() => Task.FromResult(state.Value.View(state.Version));
}
