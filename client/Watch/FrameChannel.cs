using System.IO.Pipelines;
using System.Net.Sockets;
using ActiveActive.Client.Watch.Frames;

namespace ActiveActive.Client.Watch;

/// <summary>Frames over a connection, for either side. One reader at a time, any number of senders.</summary>
internal sealed class FrameChannel(PipeReader input, PipeWriter output) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Waits for the next frame.</summary>
    /// <returns>Null when the connection has ended, in whichever way.</returns>
    /// <exception cref="WatchProtocolException">What came is no frame.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<WatchFrame?> Read(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(cancellation);
                var rest = result.Buffer;
                var frame = result.IsCanceled ? null : FrameReader.TryRead(ref rest);
                input.AdvanceTo(rest.Start, frame is null ? rest.End : rest.Start);
                if (frame is not null || result.IsCompleted || result.IsCanceled)
                {
                    return frame;
                }
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            return null;
        }
    }

    /// <summary>Sends a frame.</summary>
    /// <returns>False when the connection has ended.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; the connection is not usable any more.</exception>
    public async ValueTask<bool> Send(WatchFrame frame, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            FrameWriter.Write(output, frame);
            var result = await output.FlushAsync(cancellation);
            return !result.IsCompleted && !result.IsCanceled;
        }
        catch (Exception error) when (IsEnd(error))
        {
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static bool IsEnd(Exception error) =>
        error is (IOException and not WatchProtocolException) or SocketException or ObjectDisposedException or InvalidOperationException;
}
