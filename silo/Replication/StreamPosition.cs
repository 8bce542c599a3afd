namespace ActiveActive.Silo.Replication;

/// <summary>A number in a stream, as silos tell each other.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Number">The number.</param>
[GenerateSerializer, Immutable, Alias("aa.StreamPosition")]
internal readonly record struct StreamPosition([property: Id(0)] string Stream, [property: Id(1)] long Number);
