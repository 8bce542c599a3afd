using System.Collections.Immutable;

namespace ActiveActive.Replication;

/// <summary>
/// How far the writer has applied each stream. It stands in the writer's own streams: so whoever has applied the batch that it is in, has applied everything that the writer wrote in that stream before, and what the writer
/// writes in it later was written with knowledge of all that is said here.
/// </summary>
/// <param name="Hash">Of what it says.</param>
/// <param name="Shards">How many streams of this class the writer has; it says the same in each.</param>
/// <param name="Applied">The number up to which each stream is applied.</param>
internal sealed record MarkEntry(BatchHash Hash, int Shards, ImmutableSortedDictionary<StreamId, long> Applied) : LogEntry(Hash);
