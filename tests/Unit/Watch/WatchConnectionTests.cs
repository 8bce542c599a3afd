using System.Net;
using System.Net.Sockets;
using ActiveActive.Client.Watch;
using ActiveActive.Client.Watch.Frames;

namespace ActiveActive.Tests.Unit.Watch;

public sealed class WatchConnectionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);
    private static readonly SiloAddress Dialer = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 5);

    private readonly WatchDialer _dialer = new(TimeProvider.System);
    private readonly RecordingObserver _observer = new();

    [Fact]
    public async Task A_watcher_is_greeted_confirmed_told_of_changes_and_of_the_leaving()
    {
        await using var silo = new FakeSilo();
        silo.SetMembers(1, (silo.SiloAddress, SiloStatus.Active));
        await using var connection = await Dial(silo);
        Assert.Equal(silo.SiloAddress, connection.Welcome.Server);
        Assert.Equal(4321, connection.Welcome.GatewayPort);
        Assert.Equal([new Member(silo.SiloAddress, SiloStatus.Active, 4321)], connection.Welcome.Members.All);
        Assert.False(connection.IsTranslated);

        var running = connection.Run(_observer, Period, TimeProvider.System, CancellationToken.None);
        Assert.Equal(SiloStatus.None, (await RecordingObserver.Next(_observer.Pongs)).DialerStatus);

        silo.SetMembers(2, (silo.SiloAddress, SiloStatus.Active), (Dialer, SiloStatus.Active));
        Assert.Equal(SiloStatus.Active, (await RecordingObserver.Next(_observer.Views)).StatusOf(Dialer));
        silo.SetMembers(3, (silo.SiloAddress, SiloStatus.Active), (Dialer, SiloStatus.Dead));
        Assert.Equal(3, (await RecordingObserver.Next(_observer.Views)).Version);
        while ((await RecordingObserver.Next(_observer.Pongs)).DialerStatus != SiloStatus.Dead)
        {
        }

        var other = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 2), 6);
        await connection.Tell(new PeerRefused(other), CancellationToken.None);
        var report = await silo.Reports.Reader.ReadAsync().AsTask().WaitAsync(Limit);
        Assert.Equal((Dialer, other), (report.Observer, report.Refused));

        await silo.Server.SayGoodbye(CancellationToken.None);
        await _observer.Goodbye.Task.WaitAsync(Limit);
        silo.Die();
        Assert.Equal(WatchEnd.Goodbye, await running.WaitAsync(Limit));
    }

    [Fact]
    public async Task A_death_shows_as_a_close_and_then_a_refusal()
    {
        await using var silo = new FakeSilo();
        await using var connection = await Dial(silo);
        var running = connection.Run(_observer, Period, TimeProvider.System, CancellationToken.None);
        await RecordingObserver.Next(_observer.Pongs);
        silo.Die();
        Assert.Equal(WatchEnd.Closed, await running.WaitAsync(Limit));
        var again = await _dialer.Dial(silo.SiloAddress.Endpoint, new Hello("local", Dialer), Limit, CancellationToken.None);
        Assert.Equal((PortState.Refused, null), (again.Port, again.Connection));
        Assert.Equal(PortState.Refused, await _dialer.Look(silo.SiloAddress.Endpoint, Limit, CancellationToken.None));
    }

    [Fact]
    public async Task A_listener_that_never_answers_is_open_and_no_more()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var dial = await _dialer.Dial((IPEndPoint)listener.LocalEndpoint, new Hello("local"), TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.Equal((PortState.Open, null), (dial.Port, dial.Connection));
        Assert.Equal(PortState.Open, await _dialer.Look((IPEndPoint)listener.LocalEndpoint, Limit, CancellationToken.None));
    }

    [Fact]
    public async Task A_silo_that_is_frozen_is_given_up_as_silent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = Accept(listener);
        await using var connection = (await _dialer.Dial((IPEndPoint)listener.LocalEndpoint, new Hello("local"), Limit, CancellationToken.None)).Connection!;
        using var socket = await accepting;
        Assert.True(connection.IsTranslated); // it says that it was reached elsewhere
        Assert.Equal(WatchEnd.Silent, await connection.Run(_observer, TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None).WaitAsync(Limit));

        static async Task<Socket> Accept(TcpListener listener)
        {
            var socket = await listener.AcceptSocketAsync();
            var bytes = new System.Buffers.ArrayBufferWriter<byte>();
            FrameWriter.Write(bytes, new Welcome(Dialer, 0, new IPEndPoint(IPAddress.Parse("10.1.2.3"), 1), new Members(0, [])));
            await socket.SendAsync(bytes.WrittenMemory);
            return socket;
        }
    }

    [Fact]
    public async Task Another_region_is_turned_away()
    {
        await using var silo = new FakeSilo();
        var dial = await _dialer.Dial(silo.SiloAddress.Endpoint, new Hello("elsewhere"), Limit, CancellationToken.None);
        Assert.Equal((PortState.Open, null), (dial.Port, dial.Connection));
        Assert.Contains("'local'", dial.Trouble, StringComparison.Ordinal);
    }

    private async Task<WatchConnection> Dial(FakeSilo silo) =>
        (await _dialer.Dial(silo.SiloAddress.Endpoint, new Hello("local", Dialer), Limit, CancellationToken.None)).Connection!;
}
