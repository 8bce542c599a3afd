using System.Collections.Immutable;
using ActiveActive.Client.Watch;
using ActiveActive.Client.Watch.Frames;

namespace ActiveActive.Silo.Membership.Watch;

/// <summary>The cluster as this silo knows it, in the form that watchers are told: Orleans' snapshot with the gateway ports that our own watch connections have learnt.</summary>
internal sealed class ClusterView(ILocalSiloDetails self)
{
    private readonly Lock _turn = new();
    private readonly Dictionary<SiloAddress, int> _gatewayPorts = new() { [self.SiloAddress] = self.GatewayAddress.Endpoint.Port };
    private ClusterMembershipSnapshot? _snapshot;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Members _members = new(0, []);

    public Members Members => Current.Members;

    /// <summary>The present view, and what completes when there is another one.</summary>
    public (Members Members, Task Changed) Current
    {
        get
        {
            lock (_turn)
            {
                return (_members, _changed.Task);
            }
        }
    }

    public void Take(ClusterMembershipSnapshot snapshot)
    {
        lock (_turn)
        {
            if (_snapshot is null || snapshot.Version > _snapshot.Version)
            {
                _snapshot = snapshot;
                foreach (var silo in _gatewayPorts.Keys.Except(snapshot.Members.Keys.Append(self.SiloAddress)).ToArray())
                {
                    _gatewayPorts.Remove(silo);
                }

                Publish(snapshot);
            }
        }
    }

    public void TakeGatewayPort(SiloAddress silo, int port)
    {
        lock (_turn)
        {
            if (_gatewayPorts.TryAdd(silo, port) && _snapshot is { } snapshot)
            {
                Publish(snapshot);
            }
        }
    }

    private void Publish(ClusterMembershipSnapshot snapshot)
    {
        // The living first: should there ever be more members than fit, dead ones are left out.
        var members = snapshot.Members.Values
            .OrderBy(static member => member.Status == SiloStatus.Dead)
            .Take(WatchProtocol.MaxMembers)
            .Select(member => new Member(member.SiloAddress, member.Status, _gatewayPorts.GetValueOrDefault(member.SiloAddress)));
        _members = new Members(snapshot.Version.Value, [.. members]);
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
