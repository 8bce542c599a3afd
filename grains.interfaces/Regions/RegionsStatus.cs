namespace ActiveActive;

/// <summary>How a region and its peers are.</summary>
/// <param name="Region">The region, with its incarnation.</param>
/// <param name="IsWhole">Whether it knows all that it should, and so writes replicated state; not while it rejoins after a restore or takes a snapshot.</param>
/// <param name="Aside">How many changes are put aside, since they could not be merged.</param>
/// <param name="Peers">The other regions.</param>
/// <param name="Streams">The streams that this region has.</param>
[GenerateSerializer, Immutable, Alias("aa.RegionsStatus")]
public sealed record RegionsStatus(
    [property: Id(0)] string Region,
    [property: Id(1)] bool IsWhole,
    [property: Id(2)] long Aside,
    [property: Id(3)] PeerStatus[] Peers,
    [property: Id(4)] StreamStatus[] Streams);
