using ActiveActive.State;

namespace ActiveActive.Benchmarks;

/// <summary>What is stored by <c>IDurableState</c>.</summary>
[Immutable, StateType(1)]
internal sealed record DurableBenchState
{
    public long Number { get; init; }

    public byte[] Payload { get; init; } = [];
}
