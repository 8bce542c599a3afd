using ActiveActive.Client.Calls;
using ActiveActive.Client.Configuration;
using ActiveActive.Replication;
using ActiveActive.Silo.Console;
using ActiveActive.Silo.Console.Inspector;
using ActiveActive.Silo.Health;
using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Membership;
using ActiveActive.Silo.Membership.Failovers;
using ActiveActive.Silo.Placement;
using ActiveActive.Silo.Reminders;
using ActiveActive.Silo.Replication;
using ActiveActive.Silo.Replication.Conflicts;
using ActiveActive.Silo.Replication.DeadLetters;
using ActiveActive.Silo.Replication.Repair;
using ActiveActive.Silo.Replication.Residency;
using ActiveActive.Silo.Requests;
using ActiveActive.Silo.Requests.Sends;
using ActiveActive.Silo.Scaling;
using ActiveActive.Silo.Security;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Encryption;
using ActiveActive.Silo.Storage.Flushes;
using ActiveActive.Silo.Storage.Persistent;
using ActiveActive.Silo.Storage.Shards;
using ActiveActive.Silo.Storage.Watch;
using ActiveActive.Silo.Telemetry;
using ActiveActive.State;
using ActiveActive.State.Sends;
using ActiveActive.State.Storage;
using ActiveActive.State.Updates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.Versions.Selector;

namespace ActiveActive.Silo;

/// <summary>What ActiveActive adds to an Orleans silo. Most hosts call <c>UseActiveActive</c>, which does all of it.</summary>
public static class SiloBuilderExtensions
{
    private const string Npgsql = "Npgsql";

    /// <summary>
    /// Adds durable state, exactly-once requests and sends, with their database, to a silo whose membership and endpoints are set up elsewhere, such as a
    /// silo of Orleans' TestCluster.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">Sets at least <see cref="ActiveActiveOptions.Database"/>.</param>
    public static ISiloBuilder AddActiveActiveState(this ISiloBuilder silo, Action<ActiveActiveOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var services = silo.Services;
        AddOptions(services, configure);

        services.LeaveMessagesOut();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RegionDatabase>();
        services.AddSingleton<SiloState>();
        services.AddSingleton<SiloStages>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloStages>());

        AddMoves(services);
        AddEncryption(services);
        AddMeasurements(silo);
        services.AddSingleton<StorageShards>();
        services.AddSingleton<ShardRegistry>();
        services.AddSingleton<PostgresStateStore>();
        services.AddSingleton<StoreWarmUp>();
        services.AddSingleton<StateRehearsal>();
        services.AddSingleton<IStateStore>(static provider => NotedStore.Around(
            PlantedStore.Around(provider.GetRequiredService<LogStore>(), provider.GetRequiredService<IOptions<DurableStateOptions>>().Value), provider.GetRequiredService<RecentWrites>(), provider.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Console));
        services.AddSingleton<OwnStreams>();
        services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<LogStore>(provider, provider.GetRequiredService<EncryptedStateStore>()));
        services.AddSingleton<RegionContext>();
        services.AddSingleton<IRegionContext>(static provider => provider.GetRequiredService<RegionContext>());
        services.AddSingleton<IAttributeToFactoryMapper<ReplicatedStateAttribute>, ReplicatedStateMapper>();
        AddReplication(silo);
        services.AddNamedChecks();
        silo.AddScaling();
        silo.AddConsole();
        services.AddSingleton<DurableStateServices>();
        services.AddSingleton<IAttributeToFactoryMapper<DurableStateAttribute>, DurableStateMapper>();
        services.AddSingleton<IIdempotencyKeys, IdempotencyKeys>();
        services.AddHosted<DatabaseClock, IDatabaseClock>();
        services.AddHosted<EffectPartitions>();
        services.AddSingleton<SendDispatcher>();
        services.AddSingleton<ISendQueue>(provider => provider.GetRequiredService<SendDispatcher>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SendDispatcher>());

        services.AddSingleton(static provider => new RetryingCaller(
            new CallServices(
                provider.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Calls,
                provider.GetRequiredService<TimeProvider>(),
                new CallLog(provider.GetRequiredService<ILoggerFactory>().CreateLogger("ActiveActive.Calls")),
                copier: provider.GetRequiredService<DeepCopier>()),
            () => provider.GetRequiredService<IDatabaseClock>().UtcNow));
        services.Configure<ExceptionSerializationOptions>(CallErrors.Allow);
        silo.AddIncomingGrainCallFilter<IncomingCalls>();
        silo.AddOutgoingGrainCallFilter<OutgoingCalls>();
        return silo;
    }

    /// <summary>
    /// Keeps Orleans' own <c>IPersistentState</c> of one storage name in the region's database, by the provider that <see cref="StorageOptions.Provider"/> names. <c>UseActiveActive</c> does it for the
    /// default name. All names share one store, as with ADO.NET storage: a grain's states need different names.
    /// </summary>
    /// <param name="silo">A silo with <see cref="AddActiveActiveState"/>, or <c>UseActiveActive</c>.</param>
    /// <param name="name">The storage name, as in <c>[PersistentState("cart", "orders")]</c>.</param>
    public static ISiloBuilder AddActiveActiveGrainStorage(this ISiloBuilder silo, string name)
    {
        ArgumentNullException.ThrowIfNull(silo);

        // Which one it is can be configuration, and that is read later. ADO.NET storage does nothing but read its statements until it is asked for state.
        var adoNet = $"{name} (AdoNet)";
        silo.AddAdoNetGrainStorage(adoNet, options => options.Configure<RegionDatabase, IOptions<ActiveActiveOptions>>((to, database, ours) =>
        {
            (to.Invariant, to.DataSource) = (Npgsql, database.Primary);
            to.DeleteStateOnClear = ours.Value.Storage.Provider != StorageProvider.AdoNet; // then it only hands over what it has
        }));
        if (silo.Services.All(static service => service.ServiceType != typeof(AdoNetImports)))
        {
            silo.Services.AddSingleton<AdoNetImports>();
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider => provider.GetRequiredService<AdoNetImports>());
        }

        silo.Services.AddGrainStorage<IGrainStorage>(name, (provider, _) =>
        {
            var orleans = provider.GetRequiredKeyedService<IGrainStorage>(adoNet);
            return provider.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Storage.Provider == StorageProvider.AdoNet
                ? orleans
                : ActivatorUtilities.CreateInstance<GroupCommitGrainStorage>(provider, orleans);
        });
        return silo;
    }

    /// <summary>Encrypts what is stored with data keys that another ring than a file or the settings wraps, such as a vault. Set <see cref="EncryptionOptions.Enabled"/>, too.</summary>
    /// <param name="silo">A silo with <see cref="AddActiveActiveState"/>, or <c>UseActiveActive</c>.</param>
    /// <typeparam name="TRing">The ring; one instance per silo.</typeparam>
    public static ISiloBuilder AddActiveActiveKeyRing<TRing>(this ISiloBuilder silo)
        where TRing : class, IKeyRing
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.Replace(ServiceDescriptor.Singleton<IKeyRing, TRing>());
        silo.Services.Configure<ActiveActiveOptions>(static options => options.Encryption.HasOwnKeyRing = true);
        return silo;
    }

    /// <summary>Membership, Orleans' own grain storage and reminders in the region's database, endpoints, and the times of failure detection.</summary>
    internal static ISiloBuilder AddActiveActiveCluster(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton<IConfigureOptions<ClusterOptions>, ClusterSetup>();
        services.AddSingleton<IConfigureOptions<SiloOptions>, ClusterSetup>();
        services.AddSingleton<IConfigureOptions<EndpointOptions>, ClusterSetup>();
        services.Configure<SiloMessagingOptions>(MembershipTimes.Apply);
        silo.AddActiveActiveMembership();

        silo.UseAdoNetClustering(options => options.Configure<RegionDatabase>((to, database) => (to.Invariant, to.DataSource) = (Npgsql, database.Primary)));
        services.Wrap<IMembershipTable>(static (provider, table) => new PromptMembershipTable(
            table,
            provider.GetRequiredService<ILocalSiloDetails>(),
            new Lazy<IClusterMembershipService>(provider.GetRequiredService<IClusterMembershipService>),
            provider.GetRequiredService<TimeProvider>()));
        silo.AddActiveActiveGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);
        silo.UseAdoNetReminderService(options => options.Configure<RegionDatabase>((to, database) => (to.Invariant, to.DataSource) = (Npgsql, database.Primary)));
        services.Wrap<IReminderTable>(static (_, table) => new PatientReminderTable(table));

#pragma warning disable ORLEANSEXP003 // The default directory deactivates the survivors' own grains when a silo dies; this one does not.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003

        // State is fenced by its row's version, so a directory range need not wait for a dead silo's lease.
        services.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
        return silo;
    }

    private static void AddMeasurements(ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddMetrics();
        services.AddSingleton<CallMetrics>();
        services.AddSingleton<UpdateMetrics>();
        services.AddSingleton<FlushMetrics>();
        services.AddSingleton<DatabaseMetrics>();
        services.AddSingleton<KeyMetrics>();
        services.AddSingleton<CertificateMetrics>();
        services.AddSingleton<ResidencyMetrics>();
        services.AddSingleton<MembershipMetrics>();
        services.AddSingleton<FailoverTimes>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, FailoverFeed>();
        services.AddHosted<DatabaseWatch>();
    }

    private static void AddEncryption(IServiceCollection services)
    {
        services.TryAddSingleton<IKeyRing, LocalKeyRing>();
        services.AddSingleton<IDataKeyStore, DataKeyTable>();
        services.AddSingleton<DataKeys>();
        services.AddSingleton<ValueSealer>();
        services.AddSingleton(static provider => new EncryptedStateStore(provider.GetRequiredService<PostgresStateStore>(), provider.GetRequiredService<ValueSealer>()));
        services.AddHosted<DataKeyKeeper>();
        services.AddHosted<Reencryption>();
    }

    private static void AddMoves(IServiceCollection services)
    {
        services.AddSingleton<LocalActivations>();
        services.AddSingleton<CallSample>();
        services.AddSingleton<IConfigureGrainContextProvider>(provider => provider.GetRequiredService<LocalActivations>());
        services.TryAddSingleton<IGrainDirectoryCache, KnownPlaces>();
        services.AddSingleton<Neighbours>();
        services.AddSingleton<GrainMover>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, Evacuation>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, Balancer>();

        // While versions are mixed, grains are made where the newest is: it reads what older code wrote, and not the other way.
        services.Configure<GrainVersioningOptions>(options => options.DefaultVersionSelectorStrategy = nameof(LatestVersion));

        // A call may follow a grain that moves, and meet it moving again, as in a rolling restart.
        services.Configure<SiloMessagingOptions>(options => options.MaxForwardCount = Math.Max(options.MaxForwardCount, 6));
    }

    private static void AddReplication(ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton<LogTables>();
        services.AddSingleton<CommitNews>();
        services.AddSingleton<StreamWatch>();
        services.AddSingleton<RecentReads>();
        services.AddSingleton(static provider => ResidencyRegistry.PolicyOf(provider.GetRequiredService<IOptions<ActiveActiveOptions>>().Value));
        services.AddSingleton(static provider => new ResidencyGate(
            provider.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Region, provider.GetRequiredService<ResidencyPolicy>(), provider.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Replication.IsEnabled,
            provider.GetRequiredService<ResidencyMetrics>().NotWritten));
        services.AddSingleton<ResidencyRegistry>();
        services.AddSingleton<SendGuard>();
        services.AddSingleton<StreamHeads>();
        services.AddSingleton<RegionProgress>();
        services.AddSingleton<ISessionGate, SessionGate>();
        services.AddSingleton<ReplicatedTypes>();
        services.AddSingleton<Replicas>();
        services.AddSingleton<ReplicationFigures>();
        services.AddSingleton<ReplicationMetrics>();
        services.AddSingleton<ConflictBook>();
        services.AddSingleton<DeadLetterTables>();
        services.AddSingleton<Reactions>();
        services.AddSingleton<MergeWorker>();
        services.AddSingleton<DeadLetterDesk>();
        services.AddSingleton<LinkSecurity>();
        services.AddSingleton<PeerCheck>();
        services.AddSingleton<ReplicationEndpoint>();
        services.AddSingleton<ReplicationServer>();
        AddRepair(services);
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider => provider.GetRequiredService<ReplicationServer>());
        silo.AddGrainService<ReplicaService>();
        silo.AddGrainExtension<IConflictExtension, ConflictExtension>();
        services.AddHosted<Replicator>();
    }

    private static void AddRepair(IServiceCollection services)
    {
        services.AddSingleton<StateScan>();
        services.AddSingleton<StateDigests>();
        services.AddSingleton<RowReader>();
        services.AddSingleton<RowMender>();
        services.AddSingleton<SnapshotPlaces>();
        services.AddSingleton<PeerCaller>();
        services.AddSingleton<PeerComparer>();
        services.AddSingleton<RegionRepair>();
        services.AddSingleton<RepairEndpoint>();
        services.AddSingleton<RegionsReader>();
        services.AddSingleton<BootstrapTable>();
        services.AddSingleton<Bootstrap>();
    }

    private static void AddOptions(IServiceCollection services, Action<ActiveActiveOptions>? configure)
    {
        services.AddOptions<ActiveActiveOptions>().ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ActiveActiveOptions>, ActiveActiveOptionsValidator>());
        services.AddOptions<DurableStateOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DurableStateOptions>, DurableStateOptionsValidator>());
    }
}
