namespace ActiveActive.Silo.Replication.Repair;

/// <summary>What a comparison with a peer has found.</summary>
/// <param name="Here">How many states this region has.</param>
/// <param name="There">How many the peer has.</param>
/// <param name="Looked">How many had different prints at first; most of them because changes were on their way.</param>
/// <param name="Differences">What is left.</param>
internal sealed record Comparison(long Here, long There, int Looked, IReadOnlyList<StateDifference> Differences);
