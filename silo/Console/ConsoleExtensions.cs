using ActiveActive.Silo.Console.Actions;
using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Http;
using ActiveActive.Silo.Console.Inspector;
using ActiveActive.Silo.Console.Measuring;
using ActiveActive.Silo.Console.Overviews;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ActiveActive.Silo.Console;

/// <summary>Adds what every silo knows and tells of the whole system.</summary>
internal static class ConsoleExtensions
{
    public static ISiloBuilder AddConsole(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton<SiloMeter>();
        services.AddSingleton<EventBook>();
        services.AddSingleton<Pulse>();
        services.AddSingleton<HappeningsHere>();
        AddHosted<SiloSampler>(services);
        AddHosted<MembershipTimeline>(services);

        services.TryAddSingleton<IFindings, HealthFindings>();
        services.AddSingleton<SiloReporter>();
        services.AddSingleton<SiloCaller>();
        services.AddSingleton<ConsolePeers>();
        services.AddSingleton<ConsoleEndpoint>();
        AddHosted<RegionBoard>(services);
        AddHosted<PeerBoard>(services);
        silo.AddGrainService<ConsoleService>();

        services.AddSingleton<OverviewReader>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<OverviewStream>();
        services.AddSingleton<RecentWrites>();
        services.AddSingleton<GrainInspector>();
        services.AddSingleton<StoredLists>();
        services.AddSingleton<Confirmations>();
        services.AddSingleton<ConsoleActions>();
        return silo;
    }

    private static void AddHosted<T>(IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(static provider => provider.GetRequiredService<T>());
    }
}
