using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace ActiveActive.TestKit.Agent.Links;

/// <summary>
/// A connection whose bytes are held, both ways, while its link is cut, and passed on when it is healed: what TCP does over a network that loses everything and
/// then comes back. Neither end is told. New connections open and are silent.
/// </summary>
/// <remarks>
/// What a real cut would hide and this one does not: an end that closes its socket, or whose process dies, is noticed by the other. Held bytes are kept in memory, however many.
/// </remarks>
internal sealed class GatedConnection : IAsyncDisposable
{
    private static readonly PipeOptions NoLimit = new(pauseWriterThreshold: 0, resumeWriterThreshold: 0, useSynchronizationContext: false);

    private readonly ConnectionContext _context;
    private readonly IDuplexPipe _original;
    private readonly Pipe _incoming = new(NoLimit);
    private readonly Pipe _outgoing = new(NoLimit);
    private readonly Task _pumps;
    private readonly Link _link;

    private GatedConnection(ConnectionContext context, Link link)
    {
        _context = context;
        _link = link;
        _original = context.Transport;
        context.Transport = new Duplex(_incoming.Reader, _outgoing.Writer);
        _pumps = Task.WhenAll(Pump(_original.Input, _incoming.Writer, ends: true), Pump(_outgoing.Reader, _original.Output, ends: false));
    }

    /// <summary>A middleware for Orleans' connections.</summary>
    /// <param name="linkOf">Tells a new connection's ends.</param>
    public static Func<ConnectionDelegate, ConnectionDelegate> Middleware(Func<ConnectionContext, Link> linkOf) => next => async context =>
    {
        await using var gate = new GatedConnection(context, linkOf(context));
        await next(context);
    };

    public async ValueTask DisposeAsync()
    {
        await _outgoing.Writer.CompleteAsync();
        _original.Input.CancelPendingRead();
        await _pumps;
        _context.Transport = _original;
    }

    /// <param name="from">Where bytes come from.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="ends">Whether the end of the bytes is passed on, too.</param>
    private async Task Pump(PipeReader from, PipeWriter to, bool ends)
    {
        var held = new Queue<byte[]>();
        try
        {
            while (true)
            {
                // Always read on, also while cut: that is how the connection's own end is noticed.
                var reading = from.ReadAsync().AsTask();
                while (held.Count > 0 && !reading.IsCompleted)
                {
                    var changed = _link.Changed;
                    if (!_link.IsCut)
                    {
                        await PassOn(held, to);
                        break;
                    }

                    await Task.WhenAny(reading, changed);
                }

                var read = await reading;
                Hold(read.Buffer, held);
                from.AdvanceTo(read.Buffer.End);
                if (!_link.IsCut)
                {
                    await PassOn(held, to);
                }

                if (read.IsCompleted || read.IsCanceled)
                {
                    break;
                }
            }
        }
        catch (Exception error) when (error is IOException or ConnectionResetException or ConnectionAbortedException or OperationCanceledException or InvalidOperationException)
        {
            // The connection is gone, which is all that there is to know.
        }

        await (ends ? to.CompleteAsync() : from.CompleteAsync());
    }

    private static void Hold(ReadOnlySequence<byte> bytes, Queue<byte[]> held)
    {
        if (!bytes.IsEmpty)
        {
            held.Enqueue(bytes.ToArray());
        }
    }

    private static async Task PassOn(Queue<byte[]> held, PipeWriter to)
    {
        while (held.TryDequeue(out var bytes))
        {
            await to.WriteAsync(bytes);
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
