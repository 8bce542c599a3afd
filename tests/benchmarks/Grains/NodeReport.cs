namespace ActiveActive.Benchmarks;

/// <summary>Memory of a silo's process, in bytes.</summary>
[GenerateSerializer, Immutable, Alias("bench.NodeReport")]
internal sealed record NodeReport([property: Id(0)] long WorkingSet, [property: Id(1)] long Heap);
