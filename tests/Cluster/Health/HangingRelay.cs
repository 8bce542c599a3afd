using System.Net;
using System.Net.Sockets;

namespace ActiveActive.Tests.Cluster.Health;

/// <summary>A way to a server on which bytes can be held up, as by a network that has gone silent: nobody is told anything.</summary>
internal sealed class HangingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _to;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _passes = Done();

    public HangingRelay(int to)
    {
        _to = to;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Hang() => _passes = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Pass() => _passes.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ended.Dispose();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private async Task Accept()
    {
        var relayed = new List<Task>();
        try
        {
            while (true)
            {
                relayed.Add(Relay(await _listener.AcceptTcpClientAsync(_ended.Token)));
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
                await Task.WhenAny(Copy(client.GetStream(), server.GetStream()), Copy(server.GetStream(), client.GetStream()));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // One of the two has gone.
            }
        }
    }

    private async Task Copy(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 << 10];
        while (await from.ReadAsync(buffer, _ended.Token) is > 0 and var read)
        {
            await _passes.Task.WaitAsync(_ended.Token);
            await to.WriteAsync(buffer.AsMemory(0, read), _ended.Token);
        }
    }
}
