using ActiveActive.Merging;
using ActiveActive.State;

namespace ActiveActive.Shared;

/// <summary>A map that every region changes.</summary>
[Immutable, StateType(1)]
internal sealed record SharedMapState
{
    public AddWinsMap<string, MultiValueRegister<string>> Entries { get; init; } = AddWinsMap<string, MultiValueRegister<string>>.Empty;
}
