using System.Net;
using ActiveActive.Client.Gateways;
using ActiveActive.Client.Watch.Frames;

namespace ActiveActive.Tests.Unit.Gateways;

public sealed class ClusterViewTests
{
    private readonly RecordingEvents _events = new();
    private readonly ClusterView _view;

    public ClusterViewTests() => _view = new ClusterView(_events);

    [Fact]
    public void The_first_view_tells_the_gateways_and_no_deaths()
    {
        var joined = _view.OnMembers(View(1, (1, SiloStatus.Active), (2, SiloStatus.Dead), (3, SiloStatus.Joining)));

        Assert.Equal([At(1)], joined);
        Assert.Equal(0, _events.Deaths);
    }

    [Fact]
    public void A_death_is_told_once_whoever_tells_of_it_and_however_late()
    {
        _view.OnMembers(View(1, (1, SiloStatus.Active), (2, SiloStatus.Active)));
        var dead = View(2, (1, SiloStatus.Active), (2, SiloStatus.Dead));
        _view.OnMembers(dead);
        _view.OnMembers(dead);
        _view.OnMembers(View(1, (1, SiloStatus.Active), (2, SiloStatus.Active)));
        _view.OnMembers(dead);
        _view.OnMembers(View(3, (1, SiloStatus.Active)));

        Assert.Equal(1, _events.Deaths);
    }

    [Fact]
    public void The_gateway_of_a_silo_is_known_while_it_is_active()
    {
        _view.OnMembers(View(2, (1, SiloStatus.Active), (2, SiloStatus.Active), (3, SiloStatus.Joining)));
        _view.OnMembers(View(1, (1, SiloStatus.Active))); // older
        var silo = View(1, (2, SiloStatus.Active)).All[0].Address;
        Assert.Equal(SiloAddress.New(At(2), 0), _view.GatewayOf(silo));
        Assert.Null(_view.GatewayOf(View(1, (3, SiloStatus.Active)).All[0].Address));

        _view.OnMembers(View(3, (1, SiloStatus.Active), (2, SiloStatus.ShuttingDown)));
        Assert.Null(_view.GatewayOf(silo));
    }

    [Fact]
    public void A_gateway_that_joins_is_told_once()
    {
        _view.OnMembers(View(1, (1, SiloStatus.Active)));
        Assert.Equal([At(2)], _view.OnMembers(View(2, (1, SiloStatus.Active), (2, SiloStatus.Active))));
        Assert.Empty(_view.OnMembers(View(2, (1, SiloStatus.Active), (2, SiloStatus.Active))));
    }

    [Fact]
    public void A_gateway_that_comes_back_is_told_again()
    {
        _view.OnMembers(View(1, (1, SiloStatus.Active), (2, SiloStatus.Active)));
        _view.OnMembers(View(2, (1, SiloStatus.Active), (2, SiloStatus.Dead)));

        Assert.Equal([At(2)], _view.OnMembers(new Members(3, [Member(1, SiloStatus.Active), Member(2, SiloStatus.Dead), Member(2, SiloStatus.Active, generation: 2)])));
        Assert.Equal(1, _events.Deaths);
    }

    private static Members View(long version, params (int Silo, SiloStatus Status)[] silos) => new(version, [.. silos.Select(static silo => Member(silo.Silo, silo.Status))]);

    private static Member Member(int silo, SiloStatus status, int generation = 1) =>
        new(SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1000 + silo), generation), status, silo);

    private static IPEndPoint At(int gateway) => new(IPAddress.Loopback, gateway);
}
