using System.Net;
using System.Net.Sockets;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Tests.Unit.Cli;

public sealed class PortsTests
{
    [Fact]
    public void The_ports_of_the_last_time_are_used_again()
    {
        var last = new Ports().Choose(3, null, []);
        Assert.Equal(last, new Ports().Choose(3, null, last));
    }

    [Fact]
    public void A_port_that_was_taken_meanwhile_is_replaced()
    {
        var last = new Ports().Choose(1, null, []);
        using var other = new TcpListener(IPAddress.Loopback, last[0].Http);
        other.Start();

        var now = new Ports().Choose(1, null, last);
        Assert.NotEqual(last[0].Http, now[0].Http);
        Assert.Equal(last[0].Silo, now[0].Silo);
    }

    [Fact]
    public void All_ports_differ()
    {
        var ports = new Ports().Choose(RegionOptions.MaxSilos, null, []);
        var all = ports.SelectMany(static silo => (int[])[silo.Silo, silo.Gateway, silo.Http]).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void A_demanded_port_in_use_is_an_error_that_names_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var error = Assert.Throws<RegionException>(() => new Ports().Choose(1, port, []));
        Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
    }
}
