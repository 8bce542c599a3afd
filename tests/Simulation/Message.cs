using System.Collections.Immutable;
using ActiveActive.Replication;

namespace ActiveActive.Tests.Simulation;

/// <summary>What is under way between two regions.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="To">Whom it is for.</param>
/// <param name="Heads">Up to where the sender has each stream.</param>
/// <param name="Batches">Null in a question; in an answer, what the other side lacked.</param>
internal sealed record Message(int From, int To, ImmutableSortedDictionary<StreamId, long> Heads, ImmutableArray<LogBatch>? Batches);
