namespace ActiveActive;

/// <summary>How a peer is, as it says itself when this region asks it.</summary>
/// <param name="Name">The peer.</param>
/// <param name="Problem">Why it does not answer; null when it does.</param>
/// <param name="IsWhole">Whether it knows all that it should.</param>
/// <param name="NotStoredHere">How many batches of its own it has that this region has not stored.</param>
/// <param name="NotAppliedHere">How many batches of its own it has that this region has not applied.</param>
/// <param name="NotAppliedThere">How many batches of this region it has not applied.</param>
[GenerateSerializer, Immutable, Alias("aa.PeerStatus")]
public sealed record PeerStatus(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Problem,
    [property: Id(2)] bool IsWhole,
    [property: Id(3)] long NotStoredHere,
    [property: Id(4)] long NotAppliedHere,
    [property: Id(5)] long NotAppliedThere);
