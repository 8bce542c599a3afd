namespace ActiveActive;

/// <summary>What the comparison of two regions' replicated states has found.</summary>
/// <param name="Region">The region that compared.</param>
/// <param name="Peer">The other one.</param>
/// <param name="States">How many states the region has.</param>
/// <param name="PeersStates">How many the peer has.</param>
/// <param name="Looked">How many states differed at the first look, most of them because changes were on their way.</param>
/// <param name="Differences">Those that differ, the first thousand.</param>
/// <param name="More">How many more there are.</param>
[GenerateSerializer, Immutable, Alias("aa.ComparedRegions")]
public sealed record ComparedRegions(
    [property: Id(0)] string Region,
    [property: Id(1)] string Peer,
    [property: Id(2)] long States,
    [property: Id(3)] long PeersStates,
    [property: Id(4)] int Looked,
    [property: Id(5)] DifferentState[] Differences,
    [property: Id(6)] int More);
