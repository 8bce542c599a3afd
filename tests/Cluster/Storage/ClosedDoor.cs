using System.Net;
using System.Net.Sockets;

namespace ActiveActive.Tests.Cluster.Storage;

/// <summary>A database that is still starting: it shuts the door on everybody, until it is opened.</summary>
internal sealed class ClosedDoor : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _to;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;
    private volatile bool _isOpen;
    private int _knocks;

    public ClosedDoor(int to)
    {
        _to = to;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many were turned away.</summary>
    public int Knocks => Volatile.Read(ref _knocks);

    public void Open() => _isOpen = true;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ended.Dispose();
    }

    private async Task Accept()
    {
        var relayed = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                if (_isOpen)
                {
                    relayed.Add(Relay(client));
                }
                else
                {
                    Interlocked.Increment(ref _knocks);
                    client.Dispose();
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(relayed);
        }
    }

    private async Task Relay(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _to, _ended.Token);
                await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _ended.Token), server.GetStream().CopyToAsync(client.GetStream(), _ended.Token));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // One of the two has gone.
            }
        }
    }
}
