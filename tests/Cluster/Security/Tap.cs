using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace ActiveActive.Tests.Cluster.Security;

/// <summary>Stands before everything else on connections that a silo takes, and keeps every byte that comes in.</summary>
internal sealed class Tap
{
    private readonly ConcurrentQueue<byte[]> _taken = new();

    public ConnectionDelegate On(ConnectionDelegate next) => async context =>
    {
        var inner = context.Transport;
        context.Transport = new Pipes(new Reader(inner.Input, _taken), inner.Output);
        try
        {
            await next(context);
        }
        finally
        {
            context.Transport = inner;
        }
    };

    /// <summary>Whether a text has come in.</summary>
    public bool Has(string text)
    {
        var all = _taken.SelectMany(static bytes => bytes).ToArray();
        return all.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    public long Bytes => _taken.Sum(static bytes => (long)bytes.Length);

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Reader(PipeReader inner, ConcurrentQueue<byte[]> taken) : PipeReader
    {
        private ReadOnlySequence<byte> _last;

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            taken.Enqueue(_last.Slice(_last.Start, consumed).ToArray());
            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var result = await inner.ReadAsync(cancellationToken);
            _last = result.Buffer;
            return result;
        }

        public override bool TryRead(out ReadResult result)
        {
            var has = inner.TryRead(out result);
            _last = has ? result.Buffer : _last;
            return has;
        }
    }
}
