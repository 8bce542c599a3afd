using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActiveActive.Silo.Hosting;

/// <summary>Services that run in the background, and can be asked for, too: one instance for both.</summary>
internal static class HostedServices
{
    public static void AddHosted<TService>(this IServiceCollection services)
        where TService : class, IHostedService
    {
        services.AddSingleton<TService>();
        services.AddHostedService(static provider => provider.GetRequiredService<TService>());
    }

    /// <inheritdoc cref="AddHosted{TService}"/>
    /// <typeparam name="TService">The service.</typeparam>
    /// <typeparam name="TPort">What others ask for.</typeparam>
    public static void AddHosted<TService, TPort>(this IServiceCollection services)
        where TPort : class
        where TService : class, TPort, IHostedService
    {
        services.AddHosted<TService>();
        services.AddSingleton<TPort>(static provider => provider.GetRequiredService<TService>());
    }
}
