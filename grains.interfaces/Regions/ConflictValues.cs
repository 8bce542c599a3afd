namespace ActiveActive;

/// <summary>The two values of a conflict, as JSON.</summary>
/// <param name="Shown">The one that is shown.</param>
/// <param name="Hidden">The other one.</param>
[GenerateSerializer, Immutable, Alias("aa.ConflictValues")]
public sealed record ConflictValues([property: Id(0)] string Shown, [property: Id(1)] string Hidden);
