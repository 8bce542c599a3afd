using System.Collections.Immutable;
using ActiveActive.Merging;
using ActiveActive.State.Storage;

namespace ActiveActive.Replication;

/// <summary>A change of one grain's state.</summary>
/// <param name="Hash">Of what it says.</param>
/// <param name="Key">The state.</param>
/// <param name="TypeVersion">The version of the state's type that wrote the delta.</param>
/// <param name="Delta">What has changed: a serialized delta.</param>
/// <param name="Needs">What the state had seen before. A region merges the change when its own state has seen as much.</param>
/// <param name="Effects">The effects that the change belongs to, with their replies, so that a retry in another region gets the reply of the first attempt.</param>
internal sealed record StateEntry(BatchHash Hash, StateKey Key, int TypeVersion, byte[] Delta, VersionVector Needs, ImmutableArray<EffectRow> Effects)
    : LogEntry(Hash)
{
    /// <summary>The trace that the change was made in, as W3C's <c>traceparent</c>; null when none was recorded.</summary>
    public string? TraceParent { get; init; }
}
