using System.Net;
using ActiveActive.Silo.Membership.Crashes;

namespace ActiveActive.Tests.Unit.Membership;

public sealed class LostPeersTests
{
    private static readonly SiloAddress Peer = SiloAddress.New(IPAddress.Loopback, 1, 1);
    private static readonly SiloAddress Other = SiloAddress.New(IPAddress.Loopback, 2, 1);
    private readonly LostPeers _lost = new();

    [Fact]
    public void A_peer_whose_connection_has_ended_is_lost_until_a_look_shows_something_else()
    {
        Assert.False(_lost.Contains(Peer));
        _lost.Closed(Peer);
        Assert.True(_lost.Contains(Peer));
        Assert.False(_lost.Contains(Other));
        _lost.Checked(Peer, CheckResult.Refused);
        Assert.True(_lost.Contains(Peer));
        _lost.Checked(Peer, CheckResult.Welcomed);
        Assert.False(_lost.Contains(Peer));
    }

    [Theory]
    [InlineData(CheckResult.NoEvidence, false)]
    [InlineData(CheckResult.Welcomed, false)]
    [InlineData(CheckResult.Translated, false)]
    [InlineData(CheckResult.Refused, true)]
    [InlineData(CheckResult.Replaced, true)]
    internal void Only_what_proves_something_counts(CheckResult result, bool isLost)
    {
        _lost.Closed(Peer);
        _lost.Checked(Peer, result);
        Assert.Equal(isLost, _lost.Contains(Peer));
        _lost.Forget(Peer);
        Assert.False(_lost.Contains(Peer));
        _lost.Checked(Peer, result);
        Assert.Equal(isLost, _lost.Contains(Peer));
    }
}
