namespace ActiveActive.State.Updates;

/// <summary>A refusal as it is stored.</summary>
[GenerateSerializer, Immutable, Alias("aa.RecordedRefusal")]
internal sealed record RecordedRefusal([property: Id(0)] string Code, [property: Id(1)] string Message, [property: Id(2)] Advice Advice);
