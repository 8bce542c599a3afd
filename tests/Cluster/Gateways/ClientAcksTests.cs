using System.Collections.Concurrent;
using System.Net.Sockets;
using ActiveActive.Silo;
using ActiveActive.Silo.Membership.Watch;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace ActiveActive.Tests.Cluster.Gateways;

/// <summary>
/// The guard of the field that <see cref="ClientAcks"/> reaches by reflection: if it fails after an update of Orleans, clients that a gateway cannot reach are held for connected until TCP
/// gives up. What it is good for is seen in the drills' gateway-cut.
/// </summary>
public sealed class ClientAcksTests
{
    private static readonly ConcurrentQueue<int?> Timeouts = new();

    [Fact]
    public async Task A_gateways_connections_end_when_nothing_is_acknowledged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "TCP_USER_TIMEOUT is Linux'.");
        var builder = new TestClusterBuilder(1);
        builder.Options.ConnectionTransport = ConnectionTransportType.TcpSocket;
        builder.AddSiloBuilderConfigurator<Observed>();
        await using var cluster = builder.Build();
        await cluster.DeployAsync();

        Assert.Equal(4321, Assert.Single(Timeouts.Distinct()));
    }

    private static int? UserTimeout(Socket? socket)
    {
        if (socket is null)
        {
            return null;
        }

        var value = new byte[4];
        socket.GetRawSocketOption(6, 18, value);
        return BitConverter.ToInt32(value);
    }

    private sealed class Observed : ISiloConfigurator
    {
        public void Configure(ISiloBuilder silo)
        {
            silo.Services.AddSingleton<ClientAcks>();
            silo.Services.Configure<MembershipOptions>(static options => options.ClientAckTimeout = TimeSpan.FromMilliseconds(4321));
            silo.Services.Configure<SiloConnectionOptions>(static options => options.ConfigureGatewayInboundConnection(static connection =>
            {
                connection.UseMiddleware<ClientAcks>();
                connection.Use(static next => context =>
                {
                    Timeouts.Enqueue(UserTimeout(ClientAcks.SocketOf(context)));
                    return next(context);
                });
            }));
        }
    }
}
