using ActiveActive.Merging;

namespace ActiveActive.Replication;

/// <summary>What merging entries into a row has given.</summary>
/// <param name="Payload">The next row's payload; null when nothing changes.</param>
/// <param name="Merged">The entries that are in it, or were before.</param>
/// <param name="Poison">An entry that cannot be merged; null for none. Those after it were not tried.</param>
/// <param name="Cause">Why it cannot.</param>
/// <param name="Conflicts">The conflicts that were met for the first time.</param>
/// <param name="Value">The value after it.</param>
internal sealed record RowMerge(byte[]? Payload, IReadOnlyList<ArrivedEntry> Merged, ArrivedEntry? Poison, Exception? Cause, IReadOnlyList<Conflict> Conflicts, object? Value = null);
