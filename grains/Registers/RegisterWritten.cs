namespace ActiveActive.Registers;

/// <summary>What is stored as the reply of a write: not the document, which the caller has, and which would be stored once more with each effect.</summary>
[GenerateSerializer, Immutable, Alias("aa.RegisterWritten")]
internal sealed record RegisterWritten([property: Id(0)] string ETag, [property: Id(1)] bool Created);
