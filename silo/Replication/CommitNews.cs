using Orleans.Runtime.Services;

namespace ActiveActive.Silo.Replication;

/// <summary>Tells the other silos of the region that something was committed here: the one that another region takes it from need not look for it all the time.</summary>
internal sealed class CommitNews(IServiceProvider services, ILocalSiloDetails local, IClusterMembershipService membership) : GrainServiceClient<IReplicaService>(services)
{
    /// <summary>Whether there are others.</summary>
    public bool HasOthers => Others().Any();

    /// <summary>Tells those that can be reached. Who is not told sees it when it looks by itself.</summary>
    public void Tell()
    {
        foreach (var silo in Others())
        {
            GetGrainService(silo).Committed().Ignore();
        }
    }

    private IEnumerable<SiloAddress> Others() => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status is SiloStatus.Active && !member.SiloAddress.Equals(local.SiloAddress))
        .Select(static member => member.SiloAddress);
}
