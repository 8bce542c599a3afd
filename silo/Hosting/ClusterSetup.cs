using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.Silo.Hosting;

/// <summary>Gives Orleans its names and endpoints from <see cref="ActiveActiveOptions"/>.</summary>
internal sealed class ClusterSetup(IOptions<ActiveActiveOptions> options) :
    IConfigureOptions<ClusterOptions>, IConfigureOptions<SiloOptions>, IConfigureOptions<EndpointOptions>
{
    public void Configure(ClusterOptions target)
    {
        target.ClusterId = options.Value.Region;
        target.ServiceId = options.Value.ServiceId;
    }

    public void Configure(SiloOptions target)
    {
        if (options.Value.SiloName is { Length: > 0 } name)
        {
            target.SiloName = name;
        }
    }

    public void Configure(EndpointOptions target)
    {
        var settings = options.Value;
        var address = Resolve(settings.AdvertisedAddress);
        var listen = IPAddress.IsLoopback(address) ? address : address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        target.AdvertisedIPAddress = address;
        target.SiloPort = settings.SiloPort != 0 ? settings.SiloPort : FreePort(listen);
        target.GatewayPort = settings.GatewayPort != 0 ? settings.GatewayPort : FreePort(listen);
        target.SiloListeningEndpoint = new IPEndPoint(listen, target.SiloPort);
        target.GatewayListeningEndpoint = new IPEndPoint(listen, target.GatewayPort);
    }

    private static IPAddress Resolve(string address) =>
        IPAddress.TryParse(address, out var parsed) ? parsed : Dns.GetHostAddresses(address).OrderBy(found => found.AddressFamily).First();

    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
