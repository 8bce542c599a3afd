namespace ActiveActive;

/// <summary>A note on a cart.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Region">Where it was written.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("aa.CartNote")]
public readonly record struct CartNote([property: Id(0)] string Text, [property: Id(1)] string Region, [property: Id(2)] DateTimeOffset At);
