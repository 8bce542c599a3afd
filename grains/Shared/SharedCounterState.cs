using ActiveActive.Merging;
using ActiveActive.State;

namespace ActiveActive.Shared;

/// <summary>A counter that every region changes.</summary>
[Immutable, StateType(1)]
internal sealed record SharedCounterState
{
    public Counter Sum { get; init; } = Counter.Empty;
}
