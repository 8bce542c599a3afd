namespace ActiveActive.State.Storage;

/// <summary>A state's row as stored.</summary>
/// <param name="Version">How often it was written, from 1.</param>
/// <param name="TypeVersion">The version of the state's type that wrote it.</param>
/// <param name="Payload">The serialized state; null when it was deleted.</param>
public sealed record StateRow(long Version, int TypeVersion, byte[]? Payload);
