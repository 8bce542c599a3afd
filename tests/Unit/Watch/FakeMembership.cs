using System.Collections.Immutable;

namespace ActiveActive.Tests.Unit.Watch;

/// <summary>A membership service whose snapshot the test sets.</summary>
internal sealed class FakeMembership : IClusterMembershipService
{
    public ClusterMembershipSnapshot CurrentSnapshot { get; private set; } = Snapshot(0);

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

    /// <summary>The versions that it was told to read at least.</summary>
    public List<long> Refreshed { get; } = [];

    public ClusterMembershipSnapshot Set(long version, params (SiloAddress Silo, SiloStatus Status)[] members) => CurrentSnapshot = Snapshot(version, members);

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
    {
        Refreshed.Add(minimumVersion.Value);
        return ValueTask.CompletedTask;
    }

    public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();

    private static ClusterMembershipSnapshot Snapshot(long version, params (SiloAddress Silo, SiloStatus Status)[] members) =>
        new(members.ToImmutableDictionary(static member => member.Silo, static member => new ClusterMember(member.Silo, member.Status, "")), new MembershipVersion(version));
}
