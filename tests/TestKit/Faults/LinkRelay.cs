using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ActiveActive.TestKit.Faults;

/// <summary>Passes on the connections that one region makes to one silo of another, as far as the link lets bytes through.</summary>
/// <remarks>
/// While a direction is cut, neither end learns anything, not even that the other has closed: its end of the bytes is held, too. A new connection is accepted and silent. What a cut
/// network would not do: the kernel acknowledges held bytes, up to <see cref="MostHeld"/> pieces of them.
/// </remarks>
internal sealed class LinkRelay : IAsyncDisposable
{
    private const int MostHeld = 1024;
    private const int PieceBytes = 64 << 10;
    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly LinkDirection _there;
    private readonly LinkDirection _back;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="address">The address to listen at, on any free port.</param>
    /// <param name="target">Where the silo listens.</param>
    /// <param name="there">From the region that connects to the silo's.</param>
    /// <param name="back">From the silo's region to the one that connects.</param>
    public LinkRelay(IPAddress address, IPEndPoint target, LinkDirection there, LinkDirection back)
    {
        (_target, _there, _back) = (target, there, back);
        _listener = new TcpListener(address, 0);
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.RemoveAll(static connection => connection.IsCompleted);
                connections.Add(Serve(await _listener.AcceptSocketAsync(_ended.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Serve(Socket caller)
    {
        using var silo = new Socket(_target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        using (caller)
        {
            try
            {
                caller.NoDelay = true;
                await Task.WhenAll(_there.Open, _back.Open).WaitAsync(_ended.Token);
                await silo.ConnectAsync(_target, _ended.Token);
                await Task.WhenAll(Pass(caller, silo, _there, broken), Pass(silo, caller, _back, broken));
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // Who called sees its connection end.
            }
        }
    }

    private static async Task Pass(Socket from, Socket to, LinkDirection direction, CancellationTokenSource broken)
    {
        var pieces = Channel.CreateBounded<(byte[] Bytes, long Due)>(MostHeld);
        var reading = Read(from, pieces.Writer, direction, broken.Token);
        try
        {
            await Write(pieces.Reader, to, direction, broken.Token);
        }
        catch (SocketException)
        {
            await broken.CancelAsync();
        }

        await reading;
    }

    private static async Task Read(Socket from, ChannelWriter<(byte[], long)> pieces, LinkDirection direction, CancellationToken broken)
    {
        var buffer = new byte[PieceBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, broken) is > 0 and var count)
            {
                await pieces.WriteAsync((buffer[..count], direction.Due()), broken);
            }
        }
        catch (SocketException)
        {
            // It was cut off: an end as any other.
        }
        finally
        {
            pieces.Complete();
        }
    }

    private static async Task Write(ChannelReader<(byte[] Bytes, long Due)> pieces, Socket to, LinkDirection direction, CancellationToken broken)
    {
        await foreach (var (bytes, due) in pieces.ReadAllAsync(broken))
        {
            if (due - Clock.Now is > 0 and var early)
            {
                await Task.Delay(TimeSpan.FromMicroseconds(early), broken);
            }

            await direction.Open.WaitAsync(broken);
            await to.SendAsync(bytes, broken);
        }

        await direction.Open.WaitAsync(broken);
        to.Shutdown(SocketShutdown.Both);
    }
}
