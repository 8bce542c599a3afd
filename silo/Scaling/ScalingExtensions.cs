using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Placement;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveActive.Silo.Scaling;

/// <summary>Adds the scaling signals to a silo.</summary>
internal static class ScalingExtensions
{
    public static ISiloBuilder AddScaling(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<LoadMeter>();
        silo.Services.AddSingleton<LoadBoard>();
        silo.Services.AddSingleton<LoadClient>();
        silo.Services.AddSingleton<ScalingMetrics>();
        silo.Services.AddSingleton<BalanceSignal>();
        silo.Services.AddHosted<ScalingMonitor>();
        return silo.AddGrainService<LoadService>();
    }
}
