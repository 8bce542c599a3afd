using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>A snapshot whose states are all joined.</summary>
/// <param name="Includes">The positions that it includes.</param>
/// <param name="Reached">Those that the peer had when the last state was read; up to them a state may have something of it.</param>
/// <param name="BegunAt">When the positions were read, by this region's clock.</param>
/// <param name="States">How many states it had.</param>
internal sealed record SnapshotTaken(IReadOnlyList<Wire.Place> Includes, IReadOnlyDictionary<StreamId, long> Reached, DateTimeOffset BegunAt, long States);
