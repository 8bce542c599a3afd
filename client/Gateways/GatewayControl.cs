using System.Net;

namespace ActiveActive.Client.Gateways;

/// <summary>Acts on our middleware, and on Orleans where that can be reached.</summary>
internal sealed class GatewayControl(GatewayConnections connections) : IGatewayControl
{
    public void Suspend(IPEndPoint gateway)
    {
        // First out of Orleans' list, so that what the abort lets go does not come back to it.
        connections.Internals?.MarkAsDead(AddressOf(gateway));
        connections.Suspend(gateway);
    }

    public void Resume(IPEndPoint gateway)
    {
        connections.Resume(gateway);
        connections.Internals?.RefreshList();
    }

    public void Drop(IPEndPoint gateway)
    {
        connections.Internals?.MarkAsDead(AddressOf(gateway));
        connections.SetLeaving(gateway, false);
        connections.Abort(gateway);
    }

    public void StopSendingTo(IPEndPoint gateway)
    {
        connections.SetLeaving(gateway, true);
        connections.Internals?.StopSendingTo(AddressOf(gateway));
    }

    public long HeardAt(IPEndPoint gateway) => connections.HeardAt(gateway);

    public void Use(IPEndPoint gateway)
    {
        if (connections.Internals is { } internals && !connections.IsLeaving(gateway) && !internals.LiveGateways.Contains(AddressOf(gateway)))
        {
            internals.RefreshList();
        }
    }

    private static SiloAddress AddressOf(IPEndPoint gateway) => SiloAddress.New(gateway, 0);
}
