using System.Collections.Concurrent;
using System.Net;
using ActiveActive.Client;
using ActiveActive.Silo;
using ActiveActive.TestKit.Agent.Links;
using ActiveActive.TestKit.Clusters;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace ActiveActive.TestKit;

/// <summary>
/// Orleans' <see cref="InProcessTestCluster"/> with ActiveActive's durable state in a real PostgreSQL and a client that retries, for fast tests of failover: it starts in about a
/// second.
/// </summary>
/// <remarks>
/// <para>Good for: that your grains come back with all that was acknowledged, that retries do nothing twice, that two activations of one grain do not
/// contradict each other. All silos share one process and Orleans' test membership, so it says nothing about the times of a real failover: see <see cref="ProcessCluster"/>.</para>
/// <para>Kill: the silo's connections fall silent, then its host is stopped without grace. It is no kill -9: code of your grains that runs goes on to its end, and the others
/// learn of the death at once from the membership table.</para>
/// <para>Freeze: the silo's connections are silent, and that is all: its code still runs, its timers fire, it reaches the database. When it is declared dead, which takes
/// <see cref="FailoverTestClusterOptions.DeadAfter"/> and more, it may learn so from the membership table and end, before it is thawed. Until then the client's calls that
/// go through it wait, because in one process there are no ports by which a client could watch its gateways.</para>
/// <para>Cut: what crosses the link is held until <see cref="HealAsync"/>. Connections stay open; new ones open and are silent. A grain may have to be looked up on a silo that is cut off:
/// calls between others can wait for that, too.</para>
/// </remarks>
public sealed class FailoverTestCluster : IFailoverCluster
{
    private const int LargestSize = 20;
    private const int MissedProbes = 3;
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(10);

    private readonly LinkSwitch _links = new();
    private readonly ConcurrentDictionary<int, int> _siloAt = new();
    private readonly ConcurrentQueue<int> _starting = new();
    private readonly InProcessSiloHandle?[] _silos;
    private readonly FailoverTestClusterOptions _options;
    private int _disposed;

    private FailoverTestCluster(FailoverTestClusterOptions options, string database)
    {
        _options = options;
        _silos = new InProcessSiloHandle?[options.Silos];
        Database = new ClusterDatabase(database, null);
        var builder = new InProcessTestClusterBuilder((short)options.Silos);
#pragma warning disable ORLEANSEXP003 // As real silos have it: the default directory deactivates the survivors' own grains when a silo dies.
        builder.Options.UseDistributedGrainDirectory = true;
#pragma warning restore ORLEANSEXP003
        builder.Options.ConfigureFileLogging = false;
        builder.Options.InitializeClientOnDeploy = true;
        builder.ConfigureSilo(ConfigureSilo);
        builder.ConfigureClientHost(host => ConfigureClient(host, builder.Options));
        Cluster = builder.Build();
    }

    /// <summary>Orleans' cluster, for all that it can do besides. Its own ways to stop and start silos are not to be mixed with the methods here.</summary>
    public InProcessTestCluster Cluster { get; }

    /// <inheritdoc/>
    public IGrainFactory Grains => Cluster.Client;

    /// <inheritdoc/>
    public int Size => _silos.Length;

    /// <summary>The database. It cannot be stopped: others share it.</summary>
    public ClusterDatabase Database { get; }

    /// <summary>Starts the silos and a client.</summary>
    /// <param name="options">What to run; null for three silos over an embedded PostgreSQL, which must be installed on the machine.</param>
    /// <exception cref="TestKitException">It cannot run as asked.</exception>
    public static async Task<FailoverTestCluster> StartAsync(FailoverTestClusterOptions? options = null)
    {
        options ??= new FailoverTestClusterOptions();
        if (options.Silos is < 1 or > LargestSize)
        {
            throw new TestKitException($"{options.Silos} silos cannot be started: the number must be from 1 to {LargestSize}.");
        }

        if (options.DeadAfter < TimeSpan.FromSeconds(0.3) || options.DeadAfter > TimeSpan.FromMinutes(1))
        {
            throw new TestKitException($"{nameof(options.DeadAfter)} is {options.DeadAfter}: it must be from 0.3 seconds to 1 minute.");
        }

        var cluster = new FailoverTestCluster(options, options.Database ?? await SharedPostgres.NewDatabase());
        try
        {
            await cluster.Deploy();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A service of a silo that runs.</summary>
    /// <exception cref="TestKitException">The silo does not run.</exception>
    public TService Service<TService>(int silo)
        where TService : notnull => Cluster.GetSiloServiceProvider(Running(silo).SiloAddress).GetRequiredService<TService>();

    /// <summary>The silo's address in Orleans, for placement and the like.</summary>
    /// <exception cref="TestKitException">The silo does not run.</exception>
    public SiloAddress AddressOf(int silo) => Running(silo).SiloAddress;

    /// <inheritdoc/>
    public async Task KillAsync(int silo)
    {
        if (Take(silo) is { } running)
        {
            _links.Change(cuts => cuts.Silence(silo));
            await Cluster.KillSiloAsync(running);
            _links.Change(cuts => cuts.Unsilence(silo));
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(int silo)
    {
        if (Take(silo) is { } running)
        {
            _links.Change(cuts => cuts.Unsilence(silo)); // a frozen one would not get its grains out
            await Cluster.StopSiloAsync(running);
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(int silo)
    {
        Check(silo);
        if (_silos[silo - 1] is not null)
        {
            throw new TestKitException($"Silo {silo} runs already.");
        }

        _starting.Enqueue(silo);
        _silos[silo - 1] = await Cluster.StartAdditionalSiloAsync();
    }

    /// <inheritdoc/>
    public Task FreezeAsync(int silo)
    {
        Check(silo);
        _links.Change(cuts => cuts.Silence(silo));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ThawAsync(int silo)
    {
        Check(silo);
        _links.Change(cuts => cuts.Unsilence(silo));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CutAsync(int silo, int other)
    {
        Check(silo);
        Check(other);
        ArgumentOutOfRangeException.ThrowIfEqual(other, silo);
        _links.Change(cuts => cuts.Between(silo, other));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CutClientAsync(int silo)
    {
        Check(silo);
        _links.Change(cuts => cuts.Between(Cuts.Client, silo));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task HealAsync()
    {
        _links.Change(static cuts => cuts.HealPairs());
        return Task.CompletedTask;
    }

    /// <summary>Ends silos and client.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _links.Change(static _ => Cuts.None);
        await Cluster.StopAllSilosAsync().WaitAsync(GoodbyePatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Cluster.DisposeAsync();
    }

    private async Task Deploy()
    {
        for (var silo = 1; silo <= Size; silo++)
        {
            _starting.Enqueue(silo);
        }

        await Cluster.DeployAsync();
        foreach (var handle in Cluster.Silos)
        {
            _silos[_siloAt[handle.SiloAddress.Endpoint.Port] - 1] = handle;
        }
    }

    private void ConfigureSilo(InProcessTestSiloSpecificOptions silo, ISiloBuilder builder)
    {
        if (!_starting.TryDequeue(out var number))
        {
            throw new TestKitException("A silo was started by Orleans' cluster itself. Start it with StartAsync.");
        }

        _siloAt[silo.SiloPort] = number;
        _siloAt[silo.GatewayPort] = number;
        builder.Services.Configure<SiloConnectionOptions>(options =>
            options.ConfigureSiloOutboundConnection(connection => connection.Use(GatedConnection.Middleware(context => LinkFrom(number, context)))));
        builder.Services.Configure<ClusterMembershipOptions>(Hurry);
        builder.Services.Configure<GrainDirectoryOptions>(static options => options.RangeLeaseDuration = TimeSpan.Zero);
        builder.AddActiveActiveState(options =>
        {
            options.Database = Database.ConnectionString;
            options.MaxConnections = 10;
        });
        _options.ConfigureSilo?.Invoke(number, builder);
    }

    private void ConfigureClient(IHostApplicationBuilder host, InProcessTestClusterOptions cluster)
    {
        host.Services.Configure<ClientConnectionOptions>(options =>
            options.ConfigureConnection(connection => connection.Use(GatedConnection.Middleware(context => LinkFrom(Cuts.Client, context)))));
        host.Services.AddActiveActiveClient(options =>
        {
            (options.Region, options.ServiceId) = ("testkit", cluster.ServiceId);
            options.Database = Database.ConnectionString;
            options.GatewayRefresh = GatewayRefresh;
            options.GatewayPing = Timeout.InfiniteTimeSpan; // there is no port to ping
            options.ConnectTimeout = TimeSpan.FromSeconds(30);
            _options.ConfigureClient?.Invoke(options);
        });
    }

    // Who opens a connection knows both ends, and holds what goes either way.
    private Link LinkFrom(int self, ConnectionContext context)
    {
        var remote = context.RemoteEndPoint as IPEndPoint;
        return new Link(_links, self, () => remote is not null && _siloAt.TryGetValue(remote.Port, out var other) ? other : null);
    }

    private void Hurry(ClusterMembershipOptions options)
    {
        var probe = _options.DeadAfter / MissedProbes;
        options.ProbeTimeout = probe;
        options.MinProbeTimeout = probe;
        options.MaxProbeTimeout = probe;
        options.NumMissedProbesLimit = MissedProbes;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(1);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(1);
    }

    private void Check(int silo)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(silo, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(silo, Size);
    }

    private InProcessSiloHandle Running(int silo)
    {
        Check(silo);
        return _silos[silo - 1] ?? throw new TestKitException($"Silo {silo} does not run.");
    }

    private InProcessSiloHandle? Take(int silo)
    {
        Check(silo);
        return Interlocked.Exchange(ref _silos[silo - 1], null);
    }
}
