using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>A row of a replicated state.</summary>
/// <param name="Key">The state.</param>
/// <param name="TypeVersion">The version of the type that wrote it.</param>
/// <param name="Payload">What is in it.</param>
internal readonly record struct ScannedRow(StateKey Key, int TypeVersion, byte[] Payload);
