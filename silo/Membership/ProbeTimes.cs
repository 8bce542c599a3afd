using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.Silo.Membership;

/// <summary>
/// Gives Orleans' probes, which find frozen and cut-off silos, our times. Its defaults give up to 65 seconds for a freeze, ours 3 to 4.5 on a local network: two direct
/// probes of 0.5 seconds and indirect ones of 1 second fail, and nothing was heard on any connection for 3. An application may configure the same options after <c>UseActiveActive</c>.
/// </summary>
internal sealed class ProbeTimes(IOptions<MembershipOptions> options) : IConfigureOptions<ClusterMembershipOptions>
{
    private const int MissedAliveWrites = 3;

    public void Configure(ClusterMembershipOptions target)
    {
        var ours = options.Value;
        target.ProbeTimeout = ours.ProbeTimeout;
        target.MinProbeTimeout = ours.MinProbeTimeout;
        target.MaxProbeTimeout = ours.MaxProbeTimeout;
        target.NumMissedProbesLimit = ours.MissedProbes;
        target.TableRefreshTimeout = ours.TableRefresh;
        target.IAmAliveTablePublishTimeout = ours.AlivePeriod;
        target.NumMissedTableIAmAliveLimit = MissedAliveWrites;
    }
}
