namespace ActiveActive.Tests.Cluster.Regions.Grains;

[GenerateSerializer, Immutable]
public sealed record NotebookPage([property: Id(0)] long Count, [property: Id(1)] string[] Words, [property: Id(2)] string? Title, [property: Id(3)] string Fingerprint, [property: Id(4)] int Named, [property: Id(5)] string? Seal);
