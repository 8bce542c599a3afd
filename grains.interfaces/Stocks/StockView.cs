namespace ActiveActive;

/// <summary>A stock, as far as it is known in the region that was asked.</summary>
/// <param name="Value">How much there is, in all regions.</param>
/// <param name="Here">How much of it this region may take without asking another one.</param>
/// <param name="Elsewhere">The rest: other regions may take it, or it was restocked here by a repeated request and not every region knows that yet.</param>
/// <param name="Version">How often the stock was written in this region, by changes and by merges.</param>
[GenerateSerializer, Immutable, Alias("aa.StockView")]
public sealed record StockView([property: Id(0)] long Value, [property: Id(1)] long Here, [property: Id(2)] long Elsewhere, [property: Id(3)] long Version);
