using ActiveActive.State.Storage;

namespace ActiveActive.Replication;

/// <summary>What is to be merged into one state.</summary>
/// <param name="Key">The state.</param>
/// <param name="Entries">The entries, in the order in which they came. Some may have to wait for others.</param>
internal sealed record KeyWork(StateKey Key, IReadOnlyList<ArrivedEntry> Entries);
