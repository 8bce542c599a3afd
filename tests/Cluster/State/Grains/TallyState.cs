namespace ActiveActive.Tests.Cluster.State.Grains;

[Immutable]
public sealed record TallyState
{
    public long Sum { get; init; }

    public int Ticks { get; init; }

    public int Activations { get; init; }

    public bool Closed { get; init; }
}
