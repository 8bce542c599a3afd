using ActiveActive.Client.Security;
using ActiveActive.Client.Watch;
using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Membership.Crashes;
using ActiveActive.Silo.Membership.Fencing;
using ActiveActive.Silo.Membership.Watch;
using ActiveActive.Silo.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.Silo.Membership;

/// <summary>Adds failure detection and self-fencing to a silo of a real cluster.</summary>
internal static class MembershipExtensions
{
    public static ISiloBuilder AddActiveActiveMembership(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddOptions<MembershipOptions>().Bind(silo.Configuration.GetSection(MembershipOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MembershipOptions>, MembershipOptionsValidator>());
        services.AddSingleton<IConfigureOptions<ClusterMembershipOptions>, ProbeTimes>();
        return silo.AddWatch().AddCrashDetection().AddFence();
    }

    private static ISiloBuilder AddWatch(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ClusterView>();
        silo.Services.AddSingleton<PeerReports>();
        silo.Services.AddSingleton<WatchServer>();
        silo.Services.AddSingleton<WatchMiddleware>();
        silo.Services.AddSingleton<ClientAcks>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, MembershipFeed>();
        silo.Services.AddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<ActiveActiveOptions>>().Value;
            var metrics = provider.GetRequiredService<CertificateMetrics>();
            return new ConnectionSecurity(options.Region, options.Tls, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ConnectionSecurity>>(), end => metrics.Set("silos", end));
        });
        silo.Services.AddSingleton(static provider => new WatchDialer(provider.GetRequiredService<TimeProvider>(), new WatchTransport(provider.GetRequiredService<ConnectionSecurity>())));
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<ConnectionSecurity>(static (options, security) =>
        {
            options.ConfigureSiloInboundConnection(builder =>
            {
                security.Serve(builder);
                builder.UseMiddleware<WatchMiddleware>();
            });
            options.ConfigureGatewayInboundConnection(builder =>
            {
                builder.UseMiddleware<ClientAcks>();
                security.Serve(builder);
                builder.UseMiddleware<WatchMiddleware>();
            });
            options.ConfigureSiloOutboundConnection(security.Dial);
        });
        return silo;
    }

    private static ISiloBuilder AddCrashDetection(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<Evictor>();
        silo.Services.AddSingleton<PeerNews>();
        silo.Services.AddSingleton<LostPeers>();
        silo.Services.Wrap<ISiloStatusOracle>(static (provider, oracle) => new CrashAwareOracle(oracle, provider.GetRequiredService<LostPeers>()));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, CrashWatch>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, AbandonedSilos>();
        return silo;
    }

    private static ISiloBuilder AddFence(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton(static provider =>
            new SelfFence(provider.GetRequiredService<IOptions<MembershipOptions>>().Value.FenceAfter, provider.GetRequiredService<TimeProvider>()));
        silo.Services.AddSingleton<FenceGate>();
        silo.Services.AddSingleton<ProcessEnd>();
        silo.Services.AddSingleton<OwnDeath>();
        silo.Services.AddSingleton<OwnRow>();
        silo.Services.AddSingleton<IFatalErrorHandler, FatalErrors>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, FenceKeeper>();
        return silo;
    }
}
