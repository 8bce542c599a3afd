using System.Diagnostics;
using ActiveActive.TestKit.Agent.Links;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.TestKit.Agent;

/// <summary>
/// The harness' hands in a silo's process: puts gates into its Orleans connections and shuts them as the harness orders.
/// </summary>
/// <remarks>
/// <para>The silo's program knows nothing of it. 1. The harness names this assembly in <c>DOTNET_STARTUP_HOOKS</c> and its own address in <see cref="AgentAddress.Variable"/>; without
/// the latter nothing happens. 2. The runtime calls <see cref="Begin"/> before Main; we dial the harness and wait for its first order, so that a silo which starts during a cut
/// starts cut off. 3. When a host is built, the .NET hosting library says so to diagnostic listeners (test hosts of ASP.NET Core build on the same event), and we add our
/// middleware before all others: it sees bytes as they are on the wire. 4. Orders come as lines of JSON and are acknowledged when they are in force.</para>
/// <para>Who is at the other end: of a connection that we open, the port tells. Of one that we accept, the operating system tells which process owns the other socket
/// (<see cref="SocketOwners"/>, Linux only); elsewhere only the opening end holds bytes, which is enough for Orleans' own connections.</para>
/// <para>When the harness is gone, all gates open.</para>
/// </remarks>
internal static class SiloAgent
{
    private const string HostingListener = "Microsoft.Extensions.Hosting";
    private const string HostBuilding = "HostBuilding";
    private static readonly TimeSpan FirstOrder = TimeSpan.FromSeconds(5);
    private static readonly LinkSwitch Links = new();
    private static volatile AgentOrder _order = AgentOrder.None;

    public static void Begin()
    {
        if (AgentAddress.FromEnvironment() is not { } address)
        {
            return;
        }

        var ordered = new TaskCompletionSource();
        var channel = new AgentChannel(address, order =>
        {
            Obey(order);
            ordered.TrySetResult();
        });
        channel.Start(onGone: () =>
        {
            Links.Change(static _ => Cuts.None);
            ordered.TrySetResult();
        });
        ordered.Task.Wait(FirstOrder);
        DiagnosticListener.AllListeners.Subscribe(new Listeners());
    }

    private static void Obey(AgentOrder order)
    {
        _order = order;
        Links.Change(_ => order.Cuts);
    }

    private static void AddGates(IServiceCollection services) =>
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<SiloConnectionOptions>>(new ConfigureOptions<SiloConnectionOptions>(static options =>
        {
            options.ConfigureSiloOutboundConnection(static builder => builder.Use(GatedConnection.Middleware(Outbound)));
            options.ConfigureSiloInboundConnection(static builder => builder.Use(GatedConnection.Middleware(Inbound)));
            options.ConfigureGatewayInboundConnection(static builder => builder.Use(GatedConnection.Middleware(Inbound)));
        })));

    private static Link Outbound(ConnectionContext context)
    {
        var remote = context.RemoteEndPoint;
        return new Link(Links, _order.Self, () => _order.SiloAt(remote));
    }

    private static Link Inbound(ConnectionContext context)
    {
        var (local, remote) = (context.LocalEndPoint, context.RemoteEndPoint);
        return new Link(Links, _order.Self, () => SocketOwners.Find(remote, local, _order.Processes));
    }

    private sealed class Listeners : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == HostingListener)
            {
                value.Subscribe(new Hosts(), static name => name == HostBuilding);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class Hosts : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: HostBuilding, Value: IHostBuilder host })
            {
                host.ConfigureServices(static (_, services) => AddGates(services));
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
