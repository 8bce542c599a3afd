using ActiveActive.Silo.Health.Checks;
using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Storage.Shards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health;

/// <summary>Adds the named checks to a silo.</summary>
internal static class HealthExtensions
{
    public static IServiceCollection AddNamedChecks(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddSingleton<RegionDatabases>();
        services.AddSingleton<HealthMetrics>();
        services.AddHosted<HealthMonitor>();
        services.AddHosted<ResidencyAuditor>();
        return services.AddCapacityChecks().AddComplianceChecks();
    }

    private static IServiceCollection AddCapacityChecks(this IServiceCollection services) => services
        .AddSingleton<INamedCheck, MembershipCheck>()
        .AddSingleton<INamedCheck, MemoryCheck>()
        .AddSingleton<INamedCheck, ThreadPoolCheck>()
        .AddSingleton<INamedCheck>(static provider => FlushQueueCheck.OfWrites(provider.GetRequiredService<StorageShards>(), provider.GetRequiredService<IOptions<ActiveActiveOptions>>()))
        .AddSingleton<INamedCheck>(static provider => FlushQueueCheck.OfBytes(provider.GetRequiredService<StorageShards>(), provider.GetRequiredService<IOptions<ActiveActiveOptions>>()))
        .AddSingleton<INamedCheck, DatabaseCheck>()
        .AddSingleton<INamedCheck, DatabaseConnectionsCheck>()
        .AddSingleton<INamedCheck, DatabaseSizeCheck>()
        .AddSingleton<INamedCheck, ReplicationLogCheck>()
        .AddSingleton<INamedCheck, ClockCheck>();

    private static IServiceCollection AddComplianceChecks(this IServiceCollection services) => services
        .AddSingleton<INamedCheck, TlsSilosCheck>()
        .AddSingleton<INamedCheck, TlsHttpCheck>()
        .AddSingleton<INamedCheck, TlsReplicationCheck>()
        .AddSingleton<INamedCheck, TlsDatabaseCheck>()
        .AddSingleton<INamedCheck, EncryptionCheck>()
        .AddSingleton<INamedCheck, CertificateCheck>()
        .AddSingleton<INamedCheck, KeyAgeCheck>()
        .AddSingleton<INamedCheck, BackupCheck>()
        .AddSingleton<INamedCheck, ResidencyCheck>();
}
