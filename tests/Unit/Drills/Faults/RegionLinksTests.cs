using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActiveActive.TestKit.Faults;

namespace ActiveActive.Tests.Unit.Drills.Faults;

/// <summary>The relays between regions, over real sockets.</summary>
public sealed class RegionLinksTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly RegionLinks _links = new(IPAddress.Loopback, seed: 1);
    private readonly TcpListener _silo = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _limit = new(Patience);

    [Fact]
    public async Task Bytes_pass_in_both_directions_and_so_does_the_end()
    {
        using var caller = await Connect();
        using var silo = await _silo.AcceptSocketAsync(_limit.Token);
        await Send(caller, 1);
        Assert.Equal(1, await Receive(silo));
        await Send(silo, 2);
        Assert.Equal(2, await Receive(caller));
        caller.Close();
        Assert.Equal(0, await Receive(silo));
    }

    [Fact]
    public async Task A_cut_direction_holds_what_is_said_and_the_other_one_goes_on()
    {
        using var caller = await Connect();
        using var silo = await _silo.AcceptSocketAsync(_limit.Token);
        var cut = _links.Cut("here", "there");
        await Send(caller, 1);
        await Send(silo, 2);
        Assert.Equal(2, await Receive(caller));
        var held = Receive(silo);
        caller.Close();
        Assert.NotSame(held, await Task.WhenAny(held, Task.Delay(100)));
        await cut.DisposeAsync();
        Assert.Equal(1, await held);
        Assert.Equal(0, await Receive(silo));
    }

    [Fact]
    public async Task A_connection_over_a_cut_link_opens_and_reaches_nobody_until_it_is_healed()
    {
        _silo.Start();
        var cut = _links.Cut("there", "here");
        using var caller = await Connect();
        await Send(caller, 1);
        Assert.False(_silo.Pending());
        await cut.DisposeAsync();
        using var silo = await _silo.AcceptSocketAsync(_limit.Token);
        Assert.Equal(1, await Receive(silo));
    }

    [Fact]
    public async Task What_is_late_comes_in_its_order()
    {
        using var caller = await Connect();
        using var silo = await _silo.AcceptSocketAsync(_limit.Token);
        var late = _links.Delay(TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(20));
        var began = Stopwatch.GetTimestamp();
        for (var i = 1; i <= 20; i++)
        {
            await Send(caller, i);
        }

        Assert.Equal(1, await Receive(silo));
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(40));
        for (var i = 2; i <= 20; i++)
        {
            Assert.Equal(i, await Receive(silo));
        }

        await SiloNetwork.Heal(late);
    }

    [Fact]
    public async Task Where_no_silo_listens_the_caller_is_told()
    {
        var silo = (IPEndPoint)Started().LocalEndpoint;
        _silo.Stop();
        using var caller = await Connect(_links.Reach("here", "there", silo));
        Assert.Equal(0, await Receive(caller));
    }

    public async ValueTask DisposeAsync()
    {
        await _links.DisposeAsync();
        _silo.Dispose();
        _limit.Dispose();
    }

    private static async Task Send(Socket socket, int value) => await socket.SendAsync(new[] { (byte)value });

    private TcpListener Started()
    {
        _silo.Start();
        return _silo;
    }

    private Task<Socket> Connect() => Connect(_links.Reach("here", "there", (IPEndPoint)Started().LocalEndpoint));

    private async Task<Socket> Connect(IPEndPoint relay)
    {
        var socket = new Socket(relay.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(relay, _limit.Token);
        return socket;
    }

    // 0 at the end, however it came.
    private async Task<int> Receive(Socket socket)
    {
        var buffer = new byte[1];
        try
        {
            return await socket.ReceiveAsync(buffer, _limit.Token) == 1 ? buffer[0] : 0;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
