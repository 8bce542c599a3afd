namespace ActiveActive.Replication.Repair;

/// <summary>What a region answers about a range: the states in it when they are few, else the digests of its parts.</summary>
/// <param name="Parts">The digests of the parts; empty when the states are told.</param>
/// <param name="Prints">The states.</param>
internal sealed record RangeAnswer(IReadOnlyList<RangeDigest> Parts, IReadOnlyList<StatePrint> Prints);
