namespace ActiveActive;

/// <summary>An account's balance.</summary>
/// <param name="Amount">In the smallest unit; never below zero.</param>
/// <param name="Entries">How many entries the history has; never goes back.</param>
[GenerateSerializer, Immutable, Alias("aa.AccountBalance")]
public sealed record AccountBalance([property: Id(0)] long Amount, [property: Id(1)] long Entries);
