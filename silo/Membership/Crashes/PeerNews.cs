using ActiveActive.Client.Watch.Frames;
using ActiveActive.Silo.Membership.Failovers;
using ActiveActive.Silo.Membership.Fencing;
using ActiveActive.Silo.Membership.Watch;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>Passes on what peers say: confirmations to the fence, news of this silo's death, and newer versions of the cluster, which are then read from the table.</summary>
internal sealed class PeerNews(SelfFence fence, OwnDeath ownDeath, ClusterView view, IClusterMembershipService membership, FailoverTimes failovers, TimeProvider time, ILogger<PeerNews> log)
{
    private static readonly TimeSpan RefreshLimit = TimeSpan.FromSeconds(2);

    private int _isRefreshing;

    public void Take(SiloAddress from, Pong pong, long pingedAt)
    {
        failovers.Seen(from);
        switch (pong.DialerStatus)
        {
            case SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping:
                fence.Confirm(from, pingedAt);
                break;
            case SiloStatus.Dead:
                ownDeath.Learn($"silo {from}");
                break;
        }

        Take(pong.Version);
    }

    /// <summary>A peer's view has this version. Orleans' own gossip may have been lost on the way; ours comes again with every pong.</summary>
    public void Take(long version)
    {
        if (version > membership.CurrentSnapshot.Version.Value && Interlocked.Exchange(ref _isRefreshing, 1) == 0)
        {
            _ = Refresh(version);
        }
    }

    public void TakeGatewayPort(SiloAddress silo, int port) => view.TakeGatewayPort(silo, port);

    private async Task Refresh(long version)
    {
        try
        {
            await Task.Yield();
            using var limit = new CancellationTokenSource(RefreshLimit, time);
            await membership.Refresh(new MembershipVersion(version), limit.Token).AsTask().WaitAsync(limit.Token);
        }
        catch (Exception error)
        {
            log.NotRefreshed(version, error.GetType().Name, error.Message);
        }
        finally
        {
            Volatile.Write(ref _isRefreshing, 0);
        }
    }
}
