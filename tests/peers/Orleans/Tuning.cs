using Orleans.Configuration;

namespace ActiveActive.Peers.Orleans;

/// <summary>
/// The variant <c>tuned</c>: everything that Orleans' own options offer towards a short gap after the death of a silo, at a price that a cluster on one local network
/// can pay. No code of others, no retries by the application.
/// </summary>
internal static class Tuning
{
    public const string Name = "tuned";

    public static void Apply(ISiloBuilder silo)
    {
        silo.Configure<ClusterMembershipOptions>(static options =>
        {
            // A silo probes each other one about twice a second, and the second miss in a row (asked of a third silo then) is a vote. Orleans' own estimate of the
            // round trip may not stretch the timeout beyond the first value; MaxProbeTimeout also ends the time for which an open connection holds votes back.
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.MinProbeTimeout = TimeSpan.FromMilliseconds(500);
            options.MaxProbeTimeout = TimeSpan.FromSeconds(1);
            options.NumMissedProbesLimit = 2;

            // Two votes of two survivors (the default): an indirect probe that fails is already both, so fewer would gain nothing.
            options.NumVotesForDeathDeclaration = 2;

            // For a silo that gossip did not reach.
            options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });

        // The directory that asks the survivors for their grains instead of ending those that the dead silo had the entries of. The default one ends about two thirds
        // of all grains when one silo of three dies. Still marked experimental by Orleans.
#pragma warning disable ORLEANSEXP003
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003

        // No wait before grains of the dead silo are placed anew. It protects against a silo that was declared dead and still runs, which a killed one does not.
        silo.Configure<GrainDirectoryOptions>(static options => options.RangeLeaseDuration = TimeSpan.Zero);

        // Calls between silos that wait for a dead one, such as directory look-ups, are given up early; connections to it are tried and given up early, too.
        silo.Configure<SiloMessagingOptions>(static options =>
        {
            options.ResponseTimeout = TimeSpan.FromSeconds(2);
            options.SystemResponseTimeout = TimeSpan.FromSeconds(2);
            options.ClientDropTimeout = TimeSpan.FromSeconds(1);
        });
        silo.Configure<ConnectionOptions>(Apply);
    }

    public static void Apply(IClientBuilder client)
    {
        // A caller learns early that its call is lost. The load calls the grain again a fifth of a second after the last call in any case.
        client.Configure<ClientMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromSeconds(1));

        // How long a gateway that did not accept a connection is left out, and how soon a new one is seen.
        client.Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        client.Configure<ConnectionOptions>(Apply);
    }

    private static void Apply(ConnectionOptions options)
    {
        options.OpenConnectionTimeout = TimeSpan.FromSeconds(1);
        options.ConnectionRetryDelay = TimeSpan.FromMilliseconds(200);
    }
}
