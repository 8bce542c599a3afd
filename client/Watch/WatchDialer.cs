using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using ActiveActive.Client.Watch.Frames;

namespace ActiveActive.Client.Watch;

/// <summary>Opens watch connections, and looks whether ports are open.</summary>
internal sealed class WatchDialer(TimeProvider time, WatchTransport? transport = null)
{
    private readonly WatchTransport _transport = transport ?? WatchTransport.Tcp;

    /// <summary>Dials a silo port or a gateway port and exchanges greetings.</summary>
    /// <param name="endpoint">The port.</param>
    /// <param name="hello">Who we are.</param>
    /// <param name="limit">For all of it, the welcome included.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled. Everything else is told in the result.</exception>
    public async Task<DialResult> Dial(IPEndPoint endpoint, Hello hello, TimeSpan limit, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        Stream? stream = null;
        try
        {
            stream = await _transport.Connect(endpoint, either.Token);
            await stream.WriteAsync(WatchProtocol.Magic.ToArray(), either.Token);
            var channel = new FrameChannel(PipeReader.Create(stream), PipeWriter.Create(stream));
            await channel.Send(hello, either.Token);
            switch (await channel.Read(either.Token))
            {
                case Welcome welcome:
                    var connection = new WatchConnection(stream, channel, endpoint, welcome);
                    stream = null;
                    return new DialResult(PortState.Open, connection, null);
                case TurnedAway turnedAway:
                    return new DialResult(PortState.Open, null, turnedAway.Reason);
                case null:
                    return new DialResult(PortState.Open, null, "it ended the connection without a welcome");
                default:
                    return new DialResult(PortState.Open, null, "its first word was not a welcome");
            }
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            return new DialResult(stream is null ? StateOf(error) : PortState.Open, null, error is OperationCanceledException ? "it gave no answer in time" : error.Message);
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }
        }
    }

    /// <summary>Looks whether a port is open, without a word to who listens there.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<PortState> Look(IPEndPoint endpoint, TimeSpan limit, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            using var socket = await WatchTransport.ConnectSocket(endpoint, either.Token);
            return PortState.Open;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            return StateOf(error);
        }
    }

    private static PortState StateOf(Exception error) =>
        error is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? PortState.Refused : PortState.NoAnswer;
}
