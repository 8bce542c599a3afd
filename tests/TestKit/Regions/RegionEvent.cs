namespace ActiveActive.TestKit.Regions;

/// <summary>Something that happened to a region or to one of its silos.</summary>
/// <param name="Kind">What.</param>
/// <param name="Message">The same for people.</param>
/// <param name="Silo">The silo that it happened to, or null.</param>
internal sealed record RegionEvent(RegionEventKind Kind, string Message, RunningSilo? Silo = null);
