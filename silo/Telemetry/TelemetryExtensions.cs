using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Configuration;

namespace ActiveActive.Silo.Telemetry;

/// <summary>Metrics at <c>/metrics</c>, and metrics and traces by OTLP, as the options want it.</summary>
internal static class TelemetryExtensions
{
    private const string Region = "region";
    private const string Silo = "silo";

    /// <summary>The meters beside ours: Orleans', .NET's, the database driver's and those of the web server.</summary>
    private static readonly string[] Meters = [Measures.Meter, OrleansMeter.Name, "System.Runtime", "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Ours, and the web server's, in which what comes over HTTP begins.</summary>
    private static readonly string[] Sources = [Tracing.SourceName, "Microsoft.AspNetCore"];

    /// <summary>Adds what measures and traces. What the options say is looked at when the host starts, since code may set them.</summary>
    public static IServiceCollection AddActiveActiveTelemetry(this IServiceCollection services)
    {
        services.AddOpenTelemetry()
            .WithMetrics(static metrics => metrics.AddPrometheusExporter(static prometheus =>
            {
                prometheus.ScopeInfoEnabled = false;
                prometheus.ResourceConstantLabels = static attribute => attribute is Region or Silo;
            }))
            .WithTracing();
        services.ConfigureOpenTelemetryMeterProvider(Configure);
        services.ConfigureOpenTelemetryTracerProvider(Configure);
        return services;
    }

    /// <summary>Maps <c>/metrics</c>, unless the options want none.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Telemetry.Metrics && app.ServiceProvider.GetService<MeterProvider>() is { } metrics)
        {
            app.MapPrometheusScrapingEndpoint("/metrics", metrics, configureBranchedPipeline: null, optionsName: null).WithMetadata(new ExcludeFromDescriptionAttribute());
        }
    }

    private static void Configure(IServiceProvider services, MeterProviderBuilder metrics)
    {
        var options = services.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Telemetry;
        if (!options.Metrics)
        {
            return;
        }

        // The process of a test holds many silos. OpenTelemetry takes instruments of one name for one, and no longer shows it when any of them is gone.
        var own = services.GetRequiredService<IMeterFactory>();
        metrics.SetResourceBuilder(ResourceOf(services)).AddMeter(Meters)
            .AddView(instrument => (instrument.Meter.Scope is IMeterFactory of && of != own) || (!options.Detailed && OrleansMeter.IsBusy(instrument)) ? MetricStreamConfiguration.Drop : null);
        if (options.Otlp is { } endpoint)
        {
#pragma warning disable CA2000 // The provider disposes of it.
            metrics.AddReader(new PeriodicExportingMetricReader(new OtlpMetricExporter(new OtlpExporterOptions { Endpoint = new Uri(endpoint) }), (int)options.OtlpPeriod.TotalMilliseconds));
#pragma warning restore CA2000
        }
    }

    private static void Configure(IServiceProvider services, TracerProviderBuilder traces)
    {
        var options = services.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Telemetry;
        if (options.Otlp is not { } endpoint)
        {
            return; // without a listener nothing is made of a call
        }

#pragma warning disable CA2000 // The provider disposes of it.
        traces.SetResourceBuilder(ResourceOf(services))
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SampleRatio)))
            .AddSource(Sources)
            .AddProcessor(new BatchActivityExportProcessor(new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = new Uri(endpoint) })));
#pragma warning restore CA2000
    }

    private static ResourceBuilder ResourceOf(IServiceProvider services)
    {
        var region = services.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Region;
        var silo = services.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName;
        return ResourceBuilder.CreateDefault().AddService("activeactive", serviceInstanceId: silo).AddAttributes([new(Region, region), new(Silo, silo)]);
    }
}
