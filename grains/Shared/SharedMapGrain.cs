using System.Collections.Immutable;
using ActiveActive.Merging;
using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Shared;

[Reentrant, GrainType("shared-map")]
internal sealed class SharedMapGrain([ReplicatedState("map")] IReplicatedState<SharedMapState> state) : Grain, ISharedMapGrain
{
    private const int MaxTextLength = 1000;
    private const int MaxEntries = 1000;

    public Task<SharedSize> Set(string name, string text) => state.Update((map, at) =>
    {
        SharedRules.CheckName("name", name);
        SharedRules.CheckText(text, MaxTextLength);
        if (!map.Entries.ContainsKey(name) && map.Entries.Items.Count() >= MaxEntries)
        {
            throw new RefusedException("map-full", $"The map has {MaxEntries} names. Nothing was changed; remove some first, or use several maps.", Advice.FixTheCause);
        }

        return Changed(map with { Entries = map.Entries.Update(name, register => register.Set(at, text)) });
    });

    public Task<SharedSize> Remove(string name) => state.Update((map, _) =>
    {
        SharedRules.CheckName("name", name);
        return map.Entries.ContainsKey(name) ? Changed(map with { Entries = map.Entries.Remove(name) }) : Change.None(map, new SharedSize(map.Entries.Items.Count(), state.Version));
    });

    public Task<ImmutableArray<SharedText>> Get(string name)
    {
        SharedRules.CheckName("name", name);
        return Task.FromResult(TextsOf(state.Value.Entries[name]));
    }

    public Task<SharedEntries> GetAll() => Task.FromResult(new SharedEntries([.. state.Value.Entries.Items.Select(static entry => new SharedEntry(entry.Key, TextsOf(entry.Value)))], state.Version));

    private static ImmutableArray<SharedText> TextsOf(MultiValueRegister<string> register) => [.. register.Values.Select(SharedRules.TextOf)];

    private Change<SharedMapState, SharedSize> Changed(SharedMapState next) => Change.To(next, new SharedSize(next.Entries.Items.Count(), state.Version + 1));
}
