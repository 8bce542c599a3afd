using System.Collections.Immutable;

namespace ActiveActive.Client.Watch.Frames;

/// <summary>The cluster as the server knows it; sent whenever that changes. A silo that is missing is long dead.</summary>
/// <param name="Version">Rises with each change in the membership table. The same version comes again when only a gateway port became known.</param>
/// <param name="All">All members that the server knows, dead ones included.</param>
internal sealed record Members(long Version, ImmutableArray<Member> All) : WatchFrame
{
    /// <summary>A silo's status in this view; <see cref="SiloStatus.None"/> when it is not in it.</summary>
    public SiloStatus StatusOf(SiloAddress silo)
    {
        foreach (var member in All)
        {
            if (member.Address.Equals(silo))
            {
                return member.Status;
            }
        }

        return SiloStatus.None;
    }

    public bool Equals(Members? other) => other is not null && Version == other.Version && All.SequenceEqual(other.All);

    public override int GetHashCode() => HashCode.Combine(Version, All.Length);
}
