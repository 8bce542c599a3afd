namespace ActiveActive;

/// <summary>A register's document.</summary>
/// <param name="Json">The JSON text as it was set, without white space around it.</param>
/// <param name="ETag">Differs for every write, also after a deletion; an opaque text.</param>
/// <param name="Created">Whether the write that this answers found no document; false when this answers a read.</param>
[GenerateSerializer, Immutable, Alias("aa.RegisterValue")]
public sealed record RegisterValue([property: Id(0)] string Json, [property: Id(1)] string ETag, [property: Id(2)] bool Created = false);
