using ActiveActive.Silo.Membership.Watch;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace ActiveActive.Silo.Membership;

/// <summary>Adds crash detection and self-fencing to a silo of a real cluster.</summary>
internal static class MembershipExtensions
{
    public static ISiloBuilder AddActiveActiveMembership(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton<ClusterView>();
        services.AddSingleton<PeerReports>();
        services.AddSingleton<WatchServer>();
        services.AddSingleton<WatchMiddleware>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, MembershipFeed>();
        services.Configure<SiloConnectionOptions>(static options =>
        {
            options.ConfigureSiloInboundConnection(static builder => builder.UseMiddleware<WatchMiddleware>());
            options.ConfigureGatewayInboundConnection(static builder => builder.UseMiddleware<WatchMiddleware>());
        });
        return silo;
    }
}
