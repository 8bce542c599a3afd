using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ActiveActive.Client.Gateways;

/// <summary>The reading end of a connection, which knows when something came last.</summary>
/// <param name="inner">The connection's own.</param>
/// <param name="time">The clock.</param>
internal sealed class HeardReader(PipeReader inner, TimeProvider time) : PipeReader
{
    private long _heardAt;

    /// <summary>When something was read last, by the time provider's timestamps; 0: nothing yet.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new(Note(read.Result)) : Noting(read);
    }

    public override bool TryRead(out ReadResult result)
    {
        var isRead = inner.TryRead(out result);
        if (isRead)
        {
            Note(result);
        }

        return isRead;
    }

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> Noting(ValueTask<ReadResult> read) => Note(await read.ConfigureAwait(false));

    private ReadResult Note(ReadResult result)
    {
        if (!result.Buffer.IsEmpty)
        {
            Volatile.Write(ref _heardAt, time.GetTimestamp());
        }

        return result;
    }
}
