namespace ActiveActive.Silo.Replication;

/// <summary>How far this region is behind another one, by all its streams together.</summary>
/// <param name="Known">How many batches are known to exist.</param>
/// <param name="Applied">How many of them are applied here.</param>
/// <param name="Bytes">The bytes of those that are stored and not applied.</param>
/// <param name="Watermark">When the newest applied one was committed there, as far as is known.</param>
internal readonly record struct OriginBehind(long Known, long Applied, long Bytes, DateTimeOffset? Watermark);
