namespace ActiveActive;

/// <summary>A counter's value.</summary>
/// <param name="Value">The sum of all that was added.</param>
/// <param name="Version">How often something was added; never goes back.</param>
[GenerateSerializer, Immutable, Alias("aa.CounterValue")]
public sealed record CounterValue([property: Id(0)] long Value, [property: Id(1)] long Version);
