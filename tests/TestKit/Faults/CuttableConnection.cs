using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace ActiveActive.TestKit.Faults;

/// <summary>A connection whose incoming bytes can be thrown away before it is closed.</summary>
internal sealed class CuttableConnection : IAsyncDisposable
{
    private readonly ConnectionContext _context;
    private readonly IDuplexPipe _original;
    private readonly Pipe _incoming = new();
    private readonly Task _pump;
    private volatile bool _deaf;

    public CuttableConnection(ConnectionContext context)
    {
        _context = context;
        _original = context.Transport;
        context.Transport = new Duplex(_incoming.Reader, _original.Output);
        _pump = Pump();
    }

    public async Task Cut(TimeSpan deaf)
    {
        _deaf = true;
        await Task.Delay(deaf);
        _context.Abort(new ConnectionAbortedException("cut by the drill"));
    }

    public async ValueTask DisposeAsync()
    {
        _original.Input.CancelPendingRead();
        await _pump;
        _context.Transport = _original;
    }

    private async Task Pump()
    {
        try
        {
            while (true)
            {
                var read = await _original.Input.ReadAsync();
                if (!_deaf)
                {
                    foreach (var segment in read.Buffer)
                    {
                        await _incoming.Writer.WriteAsync(segment);
                    }
                }

                _original.Input.AdvanceTo(read.Buffer.End);
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

        await _incoming.Writer.CompleteAsync();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
