using System.Net;
using System.Net.Sockets;
using ActiveActive.Client.Watch;
using ActiveActive.Silo;
using ActiveActive.Silo.Membership.Crashes;
using ActiveActive.Tests.Unit.Watch;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.Tests.Unit.Membership;

/// <summary>What a silo does, before it joins, with those that the table says to serve. Ports are real ones.</summary>
public sealed class AbandonedSilosTests : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly List<Socket> _ports = [];
    private readonly FakeTable _table = new();

    [Fact]
    public async Task Silos_that_all_refuse_and_have_long_written_nothing_are_declared_dead()
    {
        Add(SiloStatus.Active, Long);
        Add(SiloStatus.ShuttingDown, Long);
        Add(SiloStatus.Joining, Long);
        await Run();

        Assert.Equal([SiloStatus.Dead, SiloStatus.Dead, SiloStatus.Joining], _table.Statuses); // one that is joining serves nobody yet, and is Orleans' affair
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task As_long_as_one_accepts_connections_at_either_port_nobody_is(bool atSiloPort, bool atGateway)
    {
        Add(SiloStatus.Active, Long);
        Add(SiloStatus.Active, Long, atSiloPort, atGateway);
        await Run();

        Assert.Equal([SiloStatus.Active, SiloStatus.Active], _table.Statuses);
    }

    [Fact]
    public async Task Rows_that_are_young_are_given_time_to_grow_old()
    {
        Add(SiloStatus.Active, Long);
        Add(SiloStatus.Active, TimeSpan.Zero);
        await Run();

        Assert.Equal([SiloStatus.Dead, SiloStatus.Dead], _table.Statuses);
        Assert.All(_table.Rows, static row => Assert.True(DateTime.UtcNow - row.IAmAliveTime >= Grace));
    }

    [Fact]
    public async Task Who_still_writes_that_it_is_alive_is_left_alone_with_all_others()
    {
        Add(SiloStatus.Active, Long);
        Add(SiloStatus.Active, TimeSpan.Zero);
        _table.OnRead = () => _table.Rows[1].IAmAliveTime = DateTime.UtcNow;
        await Run();

        Assert.Equal([SiloStatus.Active, SiloStatus.Active], _table.Statuses);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_does_not_keep_the_silo_from_starting()
    {
        Add(SiloStatus.Active, Long);
        _table.OnRead = static () => throw new TimeoutException();
        await Run();

        Assert.Equal([SiloStatus.Active], _table.Statuses);
    }

    public void Dispose() => _ports.ForEach(static port => port.Dispose());

    private async Task Run()
    {
        await using var self = new FakeSilo();
        var options = Options.Create(new MembershipOptions());
        var orleans = Options.Create(new ClusterMembershipOptions { IAmAliveTablePublishTimeout = Grace / 3, NumMissedTableIAmAliveLimit = 3 });
        var evictor = new Evictor(_table, self.Membership, self, null!, TimeProvider.System, NullLogger<Evictor>.Instance);
        await new AbandonedSilos(_table, evictor, new WatchDialer(TimeProvider.System), self, options, orleans, TimeProvider.System, NullLogger<AbandonedSilos>.Instance).Run(CancellationToken.None);
    }

    private void Add(SiloStatus status, TimeSpan silence, bool atSiloPort = false, bool atGateway = false) => _table.Rows.Add(new MembershipEntry
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, Port(atSiloPort), 1),
        ProxyPort = Port(atGateway),
        Status = status,
        StartTime = DateTime.UtcNow - Long - Long,
        IAmAliveTime = DateTime.UtcNow - silence,
        SuspectTimes = [],
    });

    // A port that is bound and not listened at refuses.
    private int Port(bool listens)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _ports.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (listens)
        {
            socket.Listen();
        }

        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
