using System.Collections.Frozen;
using System.Net;
using ActiveActive.Client.Calls;
using ActiveActive.Client.Watch.Frames;

namespace ActiveActive.Client.Gateways;

/// <summary>Follows who is in the cluster, as several gateways tell it, and finds what is new in that: silos declared dead, and gateways that joined.</summary>
internal sealed class ClusterView(IClusterEvents events)
{
    private readonly Lock _lock = new();
    private readonly HashSet<SiloAddress> _deadNeedsLock = [];
    private readonly HashSet<IPEndPoint> _gatewaysNeedsLock = [];
    private bool _isSeededNeedsLock;
    private long _versionNeedsLock;
    private volatile FrozenDictionary<SiloAddress, SiloAddress> _gateways = FrozenDictionary<SiloAddress, SiloAddress>.Empty;

    /// <summary>The gateway of an active silo, as Orleans' client names it (generation 0); null when it has none, or is not known.</summary>
    public SiloAddress? GatewayOf(SiloAddress silo) => _gateways.GetValueOrDefault(silo);

    /// <summary>Takes a view; an old one does no harm.</summary>
    /// <returns>The gateways of active silos that no view has told of before.</returns>
    public IReadOnlyList<IPEndPoint> OnMembers(Members members)
    {
        List<IPEndPoint> joined = [];
        bool died;
        lock (_lock)
        {
            died = false;
            foreach (var member in members.All)
            {
                var gateway = member.GatewayPort == 0 ? null : new IPEndPoint(member.Address.Endpoint.Address, member.GatewayPort);
                if (member.Status is SiloStatus.Dead)
                {
                    died |= _deadNeedsLock.Add(member.Address);
                    if (gateway is not null && !members.All.Any(other => other.Status is SiloStatus.Active && IsAt(other, gateway)))
                    {
                        _gatewaysNeedsLock.Remove(gateway);
                    }
                }
                else if (member.Status is SiloStatus.Active && gateway is not null && !_deadNeedsLock.Contains(member.Address) && _gatewaysNeedsLock.Add(gateway))
                {
                    joined.Add(gateway);
                }
            }

            if (members.Version >= _versionNeedsLock)
            {
                // What the newest view does not list any more may be forgotten; an older one may not know of it yet.
                _versionNeedsLock = members.Version;
                _gateways = members.All
                    .Where(static member => member.Status is SiloStatus.Active && member.GatewayPort != 0)
                    .ToFrozenDictionary(static member => member.Address, static member => SiloAddress.New(member.Address.Endpoint.Address, member.GatewayPort, 0));
                _deadNeedsLock.IntersectWith(members.All.Where(static member => member.Status is SiloStatus.Dead).Select(static member => member.Address));
            }

            died &= _isSeededNeedsLock;
            _isSeededNeedsLock = true;
        }

        if (died)
        {
            events.SiloDied();
        }

        return joined;
    }

    private static bool IsAt(Member member, IPEndPoint gateway) => member.GatewayPort == gateway.Port && member.Address.Endpoint.Address.Equals(gateway.Address);
}
