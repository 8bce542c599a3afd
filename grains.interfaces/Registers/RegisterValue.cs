namespace ActiveActive;

/// <summary>A register's document.</summary>
/// <param name="Json">The JSON text as it was set.</param>
/// <param name="ETag">Changes with every write; an opaque text.</param>
[GenerateSerializer, Immutable, Alias("aa.RegisterValue")]
public sealed record RegisterValue([property: Id(0)] string Json, [property: Id(1)] string ETag);
