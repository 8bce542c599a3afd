namespace ActiveActive.Tests.Cluster.State.Grains;

[GenerateSerializer, Immutable]
public sealed record TallySnapshot([property: Id(0)] long Sum, [property: Id(1)] long Version, [property: Id(2)] bool Exists, [property: Id(3)] int Ticks, [property: Id(4)] int Activations);
