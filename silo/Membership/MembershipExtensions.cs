using ActiveActive.Silo.Membership.Crashes;
using ActiveActive.Silo.Membership.Fencing;
using ActiveActive.Silo.Membership.Watch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
        silo.Services.Configure<SiloConnectionOptions>(static options =>
        {
            options.ConfigureSiloInboundConnection(static builder => builder.UseMiddleware<WatchMiddleware>());
            options.ConfigureGatewayInboundConnection(static builder => builder.UseMiddleware<ClientAcks>().UseMiddleware<WatchMiddleware>());
        });
        return silo;
    }

    private static ISiloBuilder AddCrashDetection(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<Evictor>();
        silo.Services.AddSingleton<PeerNews>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, CrashWatch>();
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
