using ActiveActive.Merging;
using ActiveActive.State;

namespace ActiveActive.Shared;

/// <summary>A set that every region changes.</summary>
[Immutable, StateType(1)]
internal sealed record SharedSetState
{
    public AddWinsSet<string> Items { get; init; } = AddWinsSet<string>.Empty;
}
