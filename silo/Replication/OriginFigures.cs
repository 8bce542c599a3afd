namespace ActiveActive.Silo.Replication;

/// <summary>How far this region is with what another one has written.</summary>
/// <param name="Origin">The other region.</param>
/// <param name="Watermark">When the newest change or heartbeat that is applied was committed there, of its several streams that of the one that is furthest behind; null when nothing that says so has come yet.</param>
/// <param name="Batches">How many batches are known to exist and are not applied here.</param>
/// <param name="Bytes">The bytes of those that are stored here.</param>
/// <param name="CatchUp">The estimated seconds until they are applied: 0 when there are none, infinite while they grow.</param>
/// <param name="DeadLetters">How many changes are put aside.</param>
internal sealed record OriginFigures(string Origin, DateTimeOffset? Watermark, long Batches, long Bytes, double CatchUp, long DeadLetters);
