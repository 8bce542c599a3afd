namespace ActiveActive.Silo.Placement;

/// <summary>The other silos, as far as they can take grains from this one.</summary>
internal sealed class Neighbours(ILocalSiloDetails local, IClusterMembershipService membership, IClusterManifestProvider manifests)
{
    public SiloAddress Self => local.SiloAddress;

    /// <summary>The silos that are active and neither stop nor join, in a fixed order.</summary>
    public IReadOnlyList<SiloAddress> Active =>
        [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(Self)).Select(member => member.SiloAddress).Order()];

    public SiloStatus OwnStatus => membership.CurrentSnapshot.GetSiloStatus(Self);

    /// <summary>Whether the silo's program has this type of grain. While versions are mixed, some do not.</summary>
    public bool CanHost(SiloAddress silo, GrainType type) => manifests.Current.Silos.TryGetValue(silo, out var manifest) && manifest.Grains.ContainsKey(type);

    /// <summary>Waits until the cluster's membership says this of us.</summary>
    public async Task WaitForOwnStatus(SiloStatus status, CancellationToken cancellation)
    {
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(cancellation))
        {
            if (snapshot.GetSiloStatus(Self) >= status)
            {
                return;
            }
        }
    }
}
