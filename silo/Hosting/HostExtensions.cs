using ActiveActive.Silo.Health;
using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Telemetry;
using ActiveActive.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo;

/// <summary>Makes a host a silo of an ActiveActive region.</summary>
public static class HostExtensions
{
    /// <summary>
    /// Adds a silo to a web application or any other host: Orleans with membership, reminders and storage in PostgreSQL, durable state with exactly-once requests,
    /// the HTTP services (map them by <c>app.MapActiveActive()</c>), health checks, and a clean stop.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="configure">Settings in code, after those of the configuration section <see cref="ActiveActiveOptions.Section"/>.</param>
    /// <param name="configureSilo">More of Orleans' own settings.</param>
    public static TBuilder UseActiveActive<TBuilder>(this TBuilder builder, Action<ActiveActiveOptions>? configure = null, Action<ISiloBuilder>? configureSilo = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddServices(builder.Services, builder.Configuration);
        builder.UseOrleans(silo => Configure(silo, configure, configureSilo));
        AddLast(builder.Services);
        return builder;
    }

    /// <inheritdoc cref="UseActiveActive{TBuilder}"/>
    public static IHostBuilder UseActiveActive(this IHostBuilder builder, Action<ActiveActiveOptions>? configure = null, Action<ISiloBuilder>? configureSilo = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ConfigureServices((context, services) => AddServices(services, context.Configuration));
        builder.UseOrleans((_, silo) => Configure(silo, configure, configureSilo));
        return builder.ConfigureServices((_, services) => AddLast(services));
    }

    private static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ActiveActiveOptions>(configuration.GetSection(ActiveActiveOptions.Section));
        services.Configure<DurableStateOptions>(configuration.GetSection(DurableStateOptionsValidator.Section));
        services.AddOptions<HostOptions>().Configure<IOptions<ActiveActiveOptions>>((host, options) => host.ShutdownTimeout = options.Value.ShutdownTimeout);
        services.AddActiveActiveHttp();
        services.AddActiveActiveTelemetry();
        services.AddHealthChecks()
            .AddSilo("live", static _ => null)
            .AddSilo("startup", static readiness => readiness.NotStarted())
            .AddSilo("ready", static readiness => readiness.Problem());
    }

    private static void Configure(ISiloBuilder silo, Action<ActiveActiveOptions>? configure, Action<ISiloBuilder>? configureSilo)
    {
        silo.AddActiveActiveCluster();
        silo.AddActiveActiveState(configure);
        configureSilo?.Invoke(silo);
    }

    private static void AddLast(IServiceCollection services)
    {
        services.AddHostedService<Drain>();
        services.AddHostedService<ParentWatch>();
    }

    private static IHealthChecksBuilder AddSilo(this IHealthChecksBuilder checks, string name, Func<Readiness, string?> problem) =>
        checks.Add(new($"silo-{name}", provider => Check(provider.GetRequiredService<Readiness>(), problem), null, [name]));

    private static SiloHealthCheck Check(Readiness readiness, Func<Readiness, string?> problem) => new(() => problem(readiness));
}
