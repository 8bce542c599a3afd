using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ActiveActive.Tests.Cluster.Regions;

/// <summary>The way from one region to another one's log, or to a database, which can be cut: connections break, and new ones are refused service until it is whole again.</summary>
internal sealed class RegionLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private CancellationTokenSource? _wholeNeedsLock = new();
    private long _back;
    private int _refused;

    public RegionLink(int to, bool isCut)
    {
        To = to;
        _listener.Start();
        IsCut = isCut;
        _accepting = Accept();
    }

    /// <summary>The port that it leads to.</summary>
    public int To { get; set; }

    /// <summary>How many bytes came back.</summary>
    public long Back => Interlocked.Read(ref _back);

    /// <summary>How many connections were refused while it was cut.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public bool IsCut
    {
        set
        {
            CancellationTokenSource? broken;
            lock (_lock)
            {
                broken = value ? _wholeNeedsLock : null;
                _wholeNeedsLock = value ? null : _wholeNeedsLock ?? new CancellationTokenSource();
            }

            broken?.Cancel();
            broken?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        IsCut = true;
        await _ended.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                lock (_lock)
                {
                    if (_wholeNeedsLock is { } whole)
                    {
                        _ = Relay(client, whole.Token);
                        continue;
                    }
                }

                Interlocked.Increment(ref _refused);
                client.Dispose();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task CopyBack(NetworkStream from, NetworkStream to, CancellationToken broken)
    {
        var buffer = new byte[64 << 10];
        while (await from.ReadAsync(buffer, broken) is var count and > 0)
        {
            Interlocked.Add(ref _back, count);
            await to.WriteAsync(buffer.AsMemory(0, count), broken);
        }
    }

    private async Task Relay(TcpClient client, CancellationToken broken)
    {
        await Task.Yield();
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, To, broken);
                client.NoDelay = true;
                var (left, right) = (client.GetStream(), server.GetStream());
                await Task.WhenAny(left.CopyToAsync(right, broken), CopyBack(right, left, broken));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // It is broken off.
            }
        }
    }
}
