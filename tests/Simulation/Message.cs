using System.Collections.Immutable;
using ActiveActive.Merging;
using ActiveActive.Replication;

namespace ActiveActive.Tests.Simulation;

/// <summary>What is under way between two regions.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="To">Whom it is for.</param>
/// <param name="Heads">Up to where the sender has each stream.</param>
/// <param name="Sender">Who that was, in its life then: what a life has said on a connection ends with it.</param>
/// <param name="Asker">Who asked, in its life then.</param>
/// <param name="Gone">Up to where the sender does not keep the streams any more.</param>
/// <param name="Batches">Null in a question; in an answer, what the other side lacked.</param>
internal sealed record Message(int From, int To, ImmutableSortedDictionary<StreamId, long> Heads, Origin Sender, Origin Asker, IReadOnlyDictionary<StreamId, long> Gone, ImmutableArray<LogBatch>? Batches);
