namespace ActiveActive;

/// <summary>A text with the write that it comes from.</summary>
/// <param name="Text">The text.</param>
/// <param name="Region">Where it was written.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("aa.SharedText")]
public sealed record SharedText([property: Id(0)] string Text, [property: Id(1)] string Region, [property: Id(2)] DateTimeOffset At);
