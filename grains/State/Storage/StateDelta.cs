using ActiveActive.Merging;

namespace ActiveActive.State.Storage;

/// <summary>What a write tells other regions.</summary>
/// <param name="Class">The residency class: which regions are told.</param>
/// <param name="Delta">What has changed, serialized.</param>
/// <param name="Needs">What the state had seen before.</param>
public sealed record StateDelta(string Class, byte[] Delta, VersionVector Needs)
{
    /// <summary>The batch of the region's log that has it; 0 while the write is not committed, or when only an earlier sending of it was heard to be.</summary>
    public long Batch { get; set; }
}
