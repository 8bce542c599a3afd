using ActiveActive.Merging;

namespace ActiveActive.Tests.Simulation;

/// <summary>The state of the simulated grains. Each request adds 1 to the total and itself to the requests: if the two differ, something was lost or done twice.</summary>
[Orleans.Immutable]
internal sealed record Ledger
{
    public Counter Total { get; init; } = Counter.Empty;

    public AddWinsSet<int> Requests { get; init; } = AddWinsSet<int>.Empty;

    public LastWriterWinsRegister<int> Last { get; init; } = LastWriterWinsRegister<int>.Empty;

    public BoundedCounter Stock { get; init; } = BoundedCounter.Empty;
}
