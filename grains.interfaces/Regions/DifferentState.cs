namespace ActiveActive;

/// <summary>A state that two regions do not have in the same way.</summary>
/// <param name="GrainType">The grain's type.</param>
/// <param name="GrainKey">Its key.</param>
/// <param name="Name">The state's name.</param>
/// <param name="How">How they differ: <c>LacksHere</c>, <c>LacksThere</c>, <c>LacksBoth</c>, <c>Altered</c>, <c>UnreadableHere</c>, <c>UnreadableThere</c>, <c>Held</c>, or <c>Changing</c>, which is no damage: it changes too often to be compared.</param>
/// <param name="Seen">What this region's row has seen; null for no row, or one that cannot be read.</param>
/// <param name="PeerSeen">What the peer's has.</param>
/// <param name="IsMended">Whether what was lacking here was fetched.</param>
[GenerateSerializer, Immutable, Alias("aa.DifferentState")]
public sealed record DifferentState(
    [property: Id(0)] string GrainType,
    [property: Id(1)] string GrainKey,
    [property: Id(2)] string Name,
    [property: Id(3)] string How,
    [property: Id(4)] string? Seen,
    [property: Id(5)] string? PeerSeen,
    [property: Id(6)] bool IsMended);
