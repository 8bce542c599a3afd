namespace ActiveActive.State.Storage;

/// <summary>What is recorded of some effects, with the version of the state's row at that moment.</summary>
/// <param name="Version">The row's version; 0 for no row.</param>
/// <param name="Replies">The serialized replies of those effects that are recorded.</param>
public sealed record EffectLookup(long Version, IReadOnlyDictionary<RequestId, byte[]> Replies);
