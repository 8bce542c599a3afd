using ActiveActive.Merging;
using ActiveActive.Replication;

namespace ActiveActive.Tests.Simulation;

/// <summary>A grain in memory.</summary>
internal sealed class SimActivation
{
    public long Version { get; private set; }

    public Replica<Ledger> Replica { get; private set; } = Replica<Ledger>.Empty;

    /// <summary>Whether a write of it is under way.</summary>
    public bool IsWriting { get; set; }

    /// <summary>The region's own last change, with its batch; null while that is not known.</summary>
    public (long Number, long Batch)? Own { get; set; }

    public ulong Requests { get; private set; }

    public void Read(SimRow? row) => Take(row?.Version ?? 0, row?.Replica ?? Replica<Ledger>.Empty);

    public void Take(long version, Replica<Ledger> replica) => (Version, Replica, Requests) = (version, replica, World.Mask(replica.State.Value));

    public Replica<Ledger> Noted(StreamId stream) => Own is { } own ? Replica.Note(stream, own.Number, own.Batch) : Replica;

    public void Committed(Origin self, long version, Replica<Ledger> replica, long batch)
    {
        Take(version, replica);
        Own = (replica.State.Context.Vector[self], batch);
    }
}
