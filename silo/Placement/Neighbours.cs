using System.Globalization;
using System.Runtime.CompilerServices;
using Orleans.Metadata;

namespace ActiveActive.Silo.Placement;

/// <summary>The other silos, as far as they can take grains from this one.</summary>
internal sealed class Neighbours(ILocalSiloDetails local, IClusterMembershipService membership, IClusterManifestProvider manifests)
{
    public SiloAddress Self => local.SiloAddress;

    /// <summary>The silos that are active and neither stop nor join, in a fixed order.</summary>
    public IReadOnlyList<SiloAddress> Active =>
        [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(Self)).Select(member => member.SiloAddress).Order()];

    public bool IsActive(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Active;

    /// <summary>The silos that have become active, whenever some have; those that are so at the beginning are not among them.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SiloAddress>> Joins([EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<SiloAddress>? known = null;
        await foreach (var _ in membership.MembershipUpdates.WithCancellation(cancellation))
        {
            var active = Active;
            if (known is not null && active.Except(known).ToList() is { Count: > 0 } joined)
            {
                yield return joined;
            }

            known = active;
        }
    }

    /// <summary>
    /// Whether the silo's program has this type of grain, with all its interfaces in our versions or newer ones: while versions are mixed, newer code takes over from older and
    /// never the other way, as it may have written rows that older code refuses.
    /// </summary>
    public bool CanHost(SiloAddress silo, GrainType type) =>
        manifests.Current.Silos.TryGetValue(silo, out var theirs)
        && theirs.Grains.ContainsKey(type)
        && manifests.LocalGrainManifest.Grains.TryGetValue(type, out var grain)
        && grain.Properties
            .Where(property => property.Key.StartsWith(WellKnownGrainTypeProperties.ImplementedInterfacePrefix, StringComparison.Ordinal))
            .Select(property => GrainInterfaceType.Create(property.Value))
            .All(called => VersionOf(theirs, called) >= VersionOf(manifests.LocalGrainManifest, called));

    // -1: not there. Without [Version] it is 0.
    private static int VersionOf(GrainManifest manifest, GrainInterfaceType called) =>
        !manifest.Interfaces.TryGetValue(called, out var found) ? -1
        : found.Properties.TryGetValue(WellKnownGrainInterfaceProperties.Version, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
        : 0;

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
