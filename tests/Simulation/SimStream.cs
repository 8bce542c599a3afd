using System.Collections.Immutable;
using ActiveActive.Replication;

namespace ActiveActive.Tests.Simulation;

/// <summary>A stream as a region's database has it: its last batches, and what stands before them.</summary>
/// <param name="Before">The last batch that is not kept any more, or never was; none when all are there.</param>
/// <param name="Mark">The last mark up to there; null for none.</param>
/// <param name="Batches">Those that follow, in order.</param>
internal sealed record SimStream(StreamHead Before, MarkEntry? Mark, ImmutableList<LogBatch> Batches)
{
    public static SimStream Empty { get; } = new(default, null, []);

    public StreamHead Head => Batches.IsEmpty ? Before : new StreamHead(Batches[^1].Number, Batches[^1].Hash);

    /// <summary>The batches after a number; those that are not kept any more are missing.</summary>
    public IEnumerable<LogBatch> After(long number) => Batches.Skip((int)Math.Max(0, number - Before.Number));

    /// <summary>The last mark up to a batch; null for none.</summary>
    public MarkEntry? MarkAt(long number) => UpTo(number).SelectMany(static batch => batch.Entries.OfType<MarkEntry>()).LastOrDefault() ?? Mark;

    /// <summary>The hash of a batch that is kept, or the last of those that are not.</summary>
    public BatchHash HashAt(long number) => number == Before.Number ? Before.Hash : Batches[(int)(number - Before.Number) - 1].Hash;

    /// <summary>Without the batches up to a number, which is at most that of the last one.</summary>
    public SimStream Without(long number) => number <= Before.Number ? this : new SimStream(new StreamHead(number, HashAt(number)), MarkAt(number), [.. After(number)]);

    private IEnumerable<LogBatch> UpTo(long number) => Batches.Take((int)Math.Max(0, number - Before.Number));
}
