using System.Net;
using ActiveActive.Client.Watch;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>
/// Before this silo joins: declares dead what is left in the membership table of a cluster that crashed as a whole.
/// </summary>
/// <remarks>
/// <para>When all silos crash at once nobody is left to declare them dead, and a silo must not join before it has reached all that are said to serve. Orleans finds out by probes, silo by silo, in seconds.</para>
/// <para>The rule is that of <see cref="CrashDetector"/> for one observer whom every other member refuses: silo port and gateway port refuse, <see cref="CrashDetector.EnoughRefusals"/> times in a row. As this one was never
/// connected to them, the table must agree: none of them has written that it is alive for as long as Orleans takes for a sign of death (<see cref="ClusterMembershipOptions.NumMissedTableIAmAliveLimit"/>
/// times <see cref="MembershipOptions.AlivePeriod"/>). If even one member accepts a connection nothing is done: the living find the dead themselves.</para>
/// <para>Not guaranteed: where addresses are translated, or a firewall resets connections, and the others cannot reach the database either, this is wrong, as Orleans' probes are. Those silos find themselves declared dead.</para>
/// </remarks>
internal sealed class AbandonedSilos(
    IMembershipTable table,
    Evictor evictor,
    WatchDialer dialer,
    ILocalSiloDetails self,
    IOptions<MembershipOptions> options,
    IOptions<ClusterMembershipOptions> orleans,
    TimeProvider time,
    ILogger<AbandonedSilos> log) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>The table has been read for the first time; this silo is not in it yet.</summary>
    private const int BeforeJoining = ServiceLifecycleStage.RuntimeGrainServices + 1;

    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(1);

    /// <summary>Beyond what the table's rows take to grow old; clocks differ, too.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    public void Participate(ISiloLifecycle lifecycle)
    {
        if (options.Value.CrashDetection)
        {
            lifecycle.Subscribe(nameof(AbandonedSilos), BeforeJoining, Run);
        }
    }

    /// <summary>Looks, waits for rows that are too young, and declares dead what is to be.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        var grace = orleans.Value.IAmAliveTablePublishTimeout * orleans.Value.NumMissedTableIAmAliveLimit;
        var began = time.GetTimestamp();
        try
        {
            while (true)
            {
                var now = time.GetUtcNow().UtcDateTime; // of the rows: looking at the ports may take long
                var serving = (await table.ReadAllAsync(cancellation)).Members.Select(static member => member.Item1).Where(Serves).ToArray();
                if (serving.Length == 0 || !await AreAllRefused(serving, cancellation))
                {
                    return;
                }

                var left = serving.Max(LastSign) + grace - now;
                if (left <= TimeSpan.Zero)
                {
                    log.Abandoned(serving.Length, grace);
                    foreach (var silo in serving)
                    {
                        await evictor.Evict(silo.SiloAddress, cancellation);
                    }

                    return;
                }

                if (left > grace + Slack - time.GetElapsedTime(began))
                {
                    return; // its clock is ahead, or it has written meanwhile: Orleans will see
                }

                await Task.Delay(left, time, cancellation);
            }
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            // Orleans' probes remain.
            log.NotLookedForAbandoned(error.GetType().Name, error.Message);
        }
    }

    private static DateTime LastSign(MembershipEntry silo) => silo.IAmAliveTime > silo.StartTime ? silo.IAmAliveTime : silo.StartTime;

    private bool Serves(MembershipEntry silo) => silo.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping && !silo.SiloAddress.Equals(self.SiloAddress);

    private async Task<bool> AreAllRefused(MembershipEntry[] silos, CancellationToken cancellation)
    {
        for (var times = 0; times < CrashDetector.EnoughRefusals; times++)
        {
            if (times > 0)
            {
                await Task.Delay(CrashDetector.Pause, time, cancellation);
            }

            foreach (var silo in silos)
            {
                if (!await IsRefused(silo.SiloAddress.Endpoint.Port, silo, cancellation) || (silo.ProxyPort != 0 && !await IsRefused(silo.ProxyPort, silo, cancellation)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private async Task<bool> IsRefused(int port, MembershipEntry silo, CancellationToken cancellation) =>
        await dialer.Look(new IPEndPoint(silo.SiloAddress.Endpoint.Address, port), LookLimit, cancellation) == PortState.Refused;
}
