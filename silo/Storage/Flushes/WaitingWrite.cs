using System.Diagnostics;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>A write in the committer's queue, and its writer's promise.</summary>
internal sealed class WaitingWrite(StateWrite write, long since) : TaskCompletionSource<CommitOutcome>
{
    /// <summary>What a row takes beside its payloads, about.</summary>
    private const int RowBytes = 256;

    private const int Queued = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;

    private int _stage = Queued;

    public StateWrite Write { get; } = write;

    /// <summary>When it was queued, in ticks of the committer's clock.</summary>
    public long Since { get; } = since;

    /// <summary>The wait for its outcome in the first of its traces; null when none is recorded.</summary>
    public Activity? Trace { get; init; }

    /// <summary>Its size in a flush, about.</summary>
    public long Bytes { get; } = Size(write);

    /// <summary>Takes it into a flush; false when it was cancelled before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _stage, Taken, Queued) == Queued;

    /// <summary>Gives it up, unless a flush has it: from then on only the database knows whether it happens.</summary>
    public void TryCancel(CancellationToken cancellation)
    {
        if (Interlocked.CompareExchange(ref _stage, Cancelled, Queued) == Queued)
        {
            TrySetCanceled(cancellation);
        }
    }

    private static long Size(StateWrite write)
    {
        var bytes = RowBytes + (long)(write.Payload?.Length ?? 0) + (write.Log?.Entry.Length ?? 0);
        for (var i = 0; i < write.Effects.Count; i++)
        {
            bytes += write.Effects[i].Reply.Length;
        }

        for (var i = 0; i < write.Sends.Count; i++)
        {
            bytes += write.Sends[i].Call.Length + (write.Sends[i].IfRefused?.Length ?? 0);
        }

        return bytes;
    }
}
