using Orleans.Configuration;

namespace ActiveActive.Silo.Hosting;

/// <summary>
/// When a silent silo is declared dead, and how the others learn of it. Orleans' defaults give 5 to 15 seconds for a crash and up to 65 for a freeze; these
/// give about 2 and 4 on a local network. An application may configure the same options after <c>UseActiveActive</c>.
/// </summary>
internal static class MembershipTimes
{
    public static void Apply(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.MinProbeTimeout = TimeSpan.FromMilliseconds(500);

        // Also bounds how long an open but silent connection holds back votes: three times this.
        options.MaxProbeTimeout = TimeSpan.FromSeconds(1.5);
        options.NumMissedProbesLimit = 3;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);

        // After a crash of all silos, the new ones wait this long for the old rows to be stale: 3 times 3 seconds.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(3);
        options.NumMissedTableIAmAliveLimit = 3;
    }

    public static void Apply(SiloMessagingOptions options)
    {
        options.ClientGatewayShutdownNotificationTimeout = TimeSpan.FromSeconds(1);

        // A gateway that a client has lost keeps the answers of its own grains for that client until it gives the client up, also when the client asks through
        // another gateway by now: for Orleans' default of a minute these grains cannot be heard. Answers given up early are asked for again by their callers.
        options.ClientDropTimeout = TimeSpan.FromSeconds(1);
        options.ResponseTimeout = TimeSpan.FromSeconds(10);
    }
}
