using ActiveActive.Client.Calls;
using ActiveActive.Client.Configuration;
using ActiveActive.Client.Connection;
using ActiveActive.Client.Gateways;
using ActiveActive.Client.Security;
using ActiveActive.Client.Watch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.GrainReferences;
using Orleans.Messaging;
using Orleans.Serialization;

namespace ActiveActive.Client;

/// <summary>Adds the client of a region.</summary>
public static class ActiveActiveClientExtensions
{
    /// <summary>
    /// Adds Orleans' client with exactly-once calls: take <see cref="IClusterClient"/> or <see cref="IGrainFactory"/> from the services and call grains
    /// as usual. The host's start waits for the cluster.
    /// </summary>
    /// <param name="services">The services of a host.</param>
    /// <param name="configure">Sets the options. They are checked at the host's start, all errors at once.</param>
    public static IServiceCollection AddActiveActiveClient(this IServiceCollection services, Action<ActiveActiveClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ActiveActiveClientOptions>().Configure(configure).ValidateOnStart();
        return AddClient(services);
    }

    /// <summary>As <see cref="AddActiveActiveClient(IServiceCollection, Action{ActiveActiveClientOptions})"/>, from the section <see cref="ActiveActiveClientOptions.Section"/>.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Changes what the configuration says; may be null.</param>
    public static IHostApplicationBuilder AddActiveActiveClient(this IHostApplicationBuilder builder, Action<ActiveActiveClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<ActiveActiveClientOptions>()
            .BindConfiguration(ActiveActiveClientOptions.Section)
            .Configure(configure ?? (static _ => { }))
            .ValidateOnStart();
        AddClient(builder.Services);
        return builder;
    }

    private static IServiceCollection AddClient(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ActiveActiveClientOptions>, ClientOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConnectionGate>();
        services.TryAddSingleton<GatewayDatabase>();
        services.TryAddSingleton<DatabaseClock>();
        services.TryAddSingleton<InFlightCalls>();
        services.TryAddSingleton(static provider => new RetryBudget(
            provider.GetRequiredService<IOptions<ActiveActiveClientOptions>>().Value.Calls,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ClusterEvents>();
        services.TryAddSingleton<IClusterEvents>(static provider => provider.GetRequiredService<ClusterEvents>());
        services.TryAddSingleton<GatewayConnections>();
        services.TryAddSingleton(static provider => new CallServices(
            provider.GetRequiredService<IOptions<ActiveActiveClientOptions>>().Value.Calls,
            provider.GetRequiredService<TimeProvider>(),
            new CallLog(provider.GetRequiredService<ILogger<RetryingCaller>>()),
            provider.GetRequiredService<ClusterEvents>(),
            provider.GetRequiredService<GatewayConnections>()));
        services.TryAddSingleton(static provider => new RetryingCaller(
            provider.GetRequiredService<CallServices>(),
            () => provider.GetRequiredService<DatabaseClock>().UtcNow));
        return services.AddOrleansClient(ConfigureOrleans);
    }

    private static void ConfigureOrleans(IClientBuilder client)
    {
        client.UseAdoNetClustering(static options => options.Configure<GatewayDatabase>(static (orleans, database) =>
        {
            orleans.Invariant = "Npgsql";
            orleans.ConnectionString = database.ConnectionString;
            orleans.DataSource = database.Source;
        }));
        Apply<ClusterOptions>(client, static (orleans, ours) => (orleans.ClusterId, orleans.ServiceId) = (ours.Region, ours.ServiceId));
        Apply<GatewayOptions>(client, static (orleans, ours) => orleans.GatewayListRefreshPeriod = ours.GatewayRefresh);
        Apply<ClientMessagingOptions>(client, static (orleans, ours) =>
        {
            orleans.ResponseTimeout = ours.Calls.Deadline;
            if (ours.DirectRouting && orleans.ClientSenderBuckets == ClientMessagingOptions.DEFAULT_CLIENT_SENDER_BUCKETS)
            {
                orleans.ClientSenderBuckets = DirectRouting.Buckets;
            }
        });
        client.Services.AddOptions<ExceptionSerializationOptions>().Configure(CallErrors.Allow);
        client.Services.LeaveMessagesOut();
        AddGateways(client.Services);
        client.UseConnectionRetryFilter<PatientConnection>();
        client.Services.AddSingleton<ClientCalls>();
        HaveReferencesUseOurs(client.Services);
        client.Services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>, ClientStart>();
    }

    // What is known of gateways beyond what Orleans knows, and what is done about it.
    private static void AddGateways(IServiceCollection services)
    {
        services.TryAddSingleton<ClusterView>();
        services.TryAddSingleton<IGatewayControl, GatewayControl>();
        services.TryAddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<ActiveActiveClientOptions>>().Value;
            return new ConnectionSecurity(options.Region, options.Tls, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ConnectionSecurity>>());
        });
        services.TryAddSingleton(static provider => new WatchDialer(provider.GetRequiredService<TimeProvider>(), new WatchTransport(provider.GetRequiredService<ConnectionSecurity>())));
        services.TryAddSingleton(static provider => new GatewayHealth(
            provider.GetRequiredService<IOptions<ActiveActiveClientOptions>>().Value.GatewaySilence,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IGatewayControl>()));
        services.AddOptions<ClientConnectionOptions>().Configure<GatewayConnections, ConnectionSecurity>(
            static (orleans, connections, security) => orleans.ConfigureConnection(builder =>
            {
                builder.Use(connections.Attach);
                security.Dial(builder);
            }));
        services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>, GatewayWatch>();
        services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>, GatewayBalancer>();
        services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>, DirectRouting>();
        ObserveList(services);
    }

    // Orleans' own client insists on its own runtime for references (it casts), so ours is given only to those who make references.
    private static void HaveReferencesUseOurs(IServiceCollection services)
    {
        foreach (var inner in services.Where(static service => service.ServiceType == typeof(IGrainReferenceActivatorProvider)).ToArray())
        {
            services[services.IndexOf(inner)] = ServiceDescriptor.Singleton(provider =>
                (IGrainReferenceActivatorProvider)ActivatorUtilities.CreateInstance(new ReferenceServices(provider), inner.ImplementationType!));
        }
    }

    // Puts ours around the list that the clustering provider has registered.
    private static void ObserveList(IServiceCollection services)
    {
        var inner = services.Last(static service => service.ServiceType == typeof(IGatewayListProvider));
        services.Remove(inner);
        services.AddSingleton<IGatewayListProvider>(provider => new ObservedGatewayList(
            (IGatewayListProvider)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)),
            provider.GetRequiredService<GatewayConnections>()));
    }

    private static void Apply<TOptions>(IClientBuilder client, Action<TOptions, ActiveActiveClientOptions> copy)
        where TOptions : class => FromOurs(copy)(client.Services.AddOptions<TOptions>());

    private static Action<OptionsBuilder<TOptions>> FromOurs<TOptions>(Action<TOptions, ActiveActiveClientOptions> copy)
        where TOptions : class => builder =>
            builder.Configure<IOptions<ActiveActiveClientOptions>>((orleans, ours) => copy(orleans, ours.Value));
}
