using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ActiveActive.Benchmarks.Driver;

/// <summary>
/// A relay before a database server that passes each answer on a while after it came, as if the server were that far away. All connections through it are slowed alike, what they
/// carry stays in order, and waiting costs no processor time. The server itself is as fast as before: it neither holds locks longer nor waits longer for its disk.
/// </summary>
internal sealed class AnswerDelay : IAsyncDisposable
{
    private const int Piece = 64 << 10;
    private const int MostWaiting = 256;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly int _server;
    private readonly TimeSpan _delay;
    private readonly Task _accepting;

    /// <summary>Begins to relay.</summary>
    /// <param name="server">The server's port on this machine.</param>
    /// <param name="delay">How long each answer is held back. Timers are good to about a millisecond, and never early.</param>
    public AnswerDelay(int server, TimeSpan delay)
    {
        _server = server;
        _delay = delay;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Accept();
    }

    /// <summary>Where to connect instead.</summary>
    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ended.Dispose();
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_ended.Token);
                connections.RemoveAll(static connection => connection.IsCompleted);
                connections.Add(Relay(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }

        await Task.WhenAll(connections);
    }

    private async Task Relay(Socket client)
    {
        using (client)
        using (var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _server, _ended.Token);
                var waiting = Channel.CreateBounded<(long Due, byte[] Bytes)>(MostWaiting);
                await Task.WhenAny(Pass(client, server), Hold(server, waiting.Writer), Deliver(waiting.Reader, client));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Both sides see their connection closed.
            }
        }
    }

    private async Task Pass(Socket from, Socket to)
    {
        var buffer = new byte[Piece];
        while (await from.ReceiveAsync(buffer, _ended.Token) is > 0 and var length)
        {
            await to.SendAsync(buffer.AsMemory(0, length), _ended.Token);
        }
    }

    private async Task Hold(Socket from, ChannelWriter<(long Due, byte[] Bytes)> waiting)
    {
        var buffer = new byte[Piece];
        while (await from.ReceiveAsync(buffer, _ended.Token) is > 0 and var length)
        {
            var due = TimeProvider.System.GetTimestamp() + (long)(_delay.TotalSeconds * TimeProvider.System.TimestampFrequency);
            await waiting.WriteAsync((due, buffer[..length]), _ended.Token);
        }

        waiting.Complete();
        await Task.Delay(_delay + _delay, _ended.Token); // what is held is still to be delivered
    }

    private async Task Deliver(ChannelReader<(long Due, byte[] Bytes)> waiting, Socket to)
    {
        await foreach (var (due, bytes) in waiting.ReadAllAsync(_ended.Token))
        {
            while (TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), due) is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), _ended.Token);
            }

            await to.SendAsync(bytes, _ended.Token);
        }
    }
}
