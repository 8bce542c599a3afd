using ActiveActive.Silo.Console.Actions;
using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Http;
using ActiveActive.Silo.Console.Inspector;
using ActiveActive.Silo.Console.Measuring;
using ActiveActive.Silo.Console.Overviews;
using ActiveActive.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        services.AddHosted<SiloSampler>();
        services.AddHosted<MembershipTimeline>();

        services.TryAddSingleton<IFindings, HealthFindings>();
        services.AddSingleton<SiloReporter>();
        services.AddSingleton<SiloCaller>();
        services.AddSingleton<ConsolePeers>();
        services.AddSingleton<ConsoleEndpoint>();
        services.AddHosted<RegionBoard>();
        services.AddHosted<PeerBoard>();
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
}
