using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using ActiveActive.TestKit.Agent;
using ActiveActive.TestKit.Agent.Links;
using ActiveActive.TestKit.Clusters;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.TestKit;

/// <summary>
/// A region of real silo processes on this machine, with a database and a client, for tests of failover: what a test does to it is what happens in production.
/// </summary>
/// <remarks>
/// <para>Kill is SIGKILL, freeze is SIGSTOP, stop is SIGTERM. The silos run your own host's program (<see cref="ProcessClusterOptions.SiloHost"/>) with your own grains.</para>
/// <para>Cut: no root and no network namespaces are needed. An agent inside each silo's process, put there by .NET's startup hook, holds the bytes of the links that are cut:
/// Orleans' connections between silos and from clients, and the connections by which silos and clients watch each other. Not cut are HTTP and the database. What a real
/// cut would hide and this one does not: the end of a process, or of a connection, is noticed by its other side. For connections that a silo accepts, who is at the other end is read from <c>/proc</c>; on
/// macOS, only Orleans' own connections between silos are cut.</para>
/// <para>All that was started ends with <see cref="DisposeAsync"/>; when the test's process is killed, silos and database end by themselves within seconds.</para>
/// <para>A failure's cause mostly stands in the silos' logs: <see cref="ExplainAsync"/> puts their last words into the test's error.</para>
/// <para>Linux and macOS.</para>
/// </remarks>
public sealed class ProcessCluster : IFailoverCluster
{
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<ClusterEvent> _events = new();
    private readonly ConcurrentDictionary<int, RunningSilo> _started = new();
    private readonly ConcurrentDictionary<int, byte> _frozen = new();
    private readonly LinkSwitch _links = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly TemporaryFolder? _folder;
    private readonly AgentServer? _agents;
    private RegionRunner? _region;
    private RegionClient? _client;
    private int _disposed;

    private ProcessCluster(ProcessClusterOptions options)
    {
        _folder = options.DataFolder is null ? TemporaryFolder.Create() : null;
        _agents = options.CanCut ? new AgentServer(OrderFor) : null;
    }

    /// <summary>Told of everything that happens, on any thread.</summary>
    public event Action<ClusterEvent>? Happened;

    /// <inheritdoc/>
    public IGrainFactory Grains => Connected.Grains;

    /// <summary>The client's services, for <c>IClusterClient</c> and the like.</summary>
    public IServiceProvider ClientServices => Connected.Services;

    /// <inheritdoc/>
    public int Size => Region.Silos.Length;

    /// <summary>The silos, the first one's number is 1.</summary>
    public ImmutableArray<ProcessSilo> Silos { get; private set; } = [];

    /// <summary>The database.</summary>
    public ClusterDatabase Database { get; private set; } = null!;

    /// <summary>All that has happened so far.</summary>
    public IReadOnlyList<ClusterEvent> Events => [.. _events];

    private RegionRunner Region => _region ?? throw new InvalidOperationException("The cluster has not started.");

    private RegionClient Connected => _client ?? throw new InvalidOperationException("The cluster has not started.");

    /// <summary>Starts database, silos and client, and waits until all are ready: 5 to 10 seconds on a small machine.</summary>
    /// <param name="options">What to run; null for three silos of the ready-made host.</param>
    /// <param name="cancellation">Gives up; what was started is ended.</param>
    /// <exception cref="TestKitException">It cannot run as asked, or a silo did not start; with the silos' last words.</exception>
    public static async Task<ProcessCluster> StartAsync(ProcessClusterOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new ProcessClusterOptions();
        var cluster = new ProcessCluster(options);
        try
        {
            await Translated(() => cluster.Start(options, cancellation));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task KillAsync(int silo)
    {
        Check(silo);
        await Region.KillSilo(silo);
        _frozen.TryRemove(silo, out _);
    }

    /// <inheritdoc/>
    public async Task StopAsync(int silo)
    {
        Check(silo);
        await Region.StopSilo(silo);
        _frozen.TryRemove(silo, out _);
    }

    /// <inheritdoc/>
    public async Task StartAsync(int silo)
    {
        Check(silo);
        await Translated(() => Region.StartSilo(silo));
        if (_agents is not null)
        {
            await _agents.OrderAll(CanAnswer); // the others learn its new process
        }
    }

    /// <inheritdoc/>
    public Task FreezeAsync(int silo)
    {
        Check(silo);
        _frozen[silo] = 0;
        Region.FreezeSilo(silo);
        Tell(silo, "frozen");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ThawAsync(int silo)
    {
        Check(silo);
        Region.ThawSilo(silo);
        _frozen.TryRemove(silo, out _);
        Tell(silo, "thawed");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="TestKitException"><see cref="ProcessClusterOptions.CanCut"/> is off, or a silo did not obey.</exception>
    public Task CutAsync(int silo, int other)
    {
        Check(silo);
        Check(other);
        ArgumentOutOfRangeException.ThrowIfEqual(other, silo);
        return Change(cuts => cuts.Between(silo, other), $"silo-{silo} and silo-{other}: cut off from each other");
    }

    /// <inheritdoc/>
    /// <exception cref="TestKitException"><see cref="ProcessClusterOptions.CanCut"/> is off, or a silo did not obey.</exception>
    public Task CutClientAsync(int silo)
    {
        Check(silo);
        return OperatingSystem.IsLinux()
            ? Change(cuts => cuts.Between(Cuts.Client, silo), $"silo-{silo}: cut off from clients")
            : throw new TestKitException("A silo can be cut off from clients on Linux only.");
    }

    /// <inheritdoc/>
    public Task HealAsync() => _agents is null ? Task.CompletedTask : Change(static cuts => cuts.HealPairs(), "all cuts are healed");

    /// <summary>Runs a part of a test; when it fails, the error tells what happened to the cluster and the last words of all silos.</summary>
    /// <exception cref="TestKitException">The part failed; its error is the inner one.</exception>
    public async Task ExplainAsync(Func<Task> part)
    {
        ArgumentNullException.ThrowIfNull(part);
        try
        {
            await part();
        }
        catch (Exception error)
        {
            throw new TestKitException($"{error.Message}{Environment.NewLine}{Describe()}", error);
        }
    }

    /// <summary>What has happened, and the last words of all silos.</summary>
    public string Describe()
    {
        var text = new StringBuilder().AppendLine("What happened:");
        text.AppendJoin(Environment.NewLine, _events).AppendLine();
        foreach (var silo in Silos)
        {
            text.AppendLine().AppendLine($"The last words of {silo.Name}{(silo.HasDied ? ", which died by itself" : "")}:").AppendLine(silo.LastWords());
        }

        return text.ToString();
    }

    /// <summary>Ends everything, frozen silos included, and deletes the temporary folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (_client is not null)
        {
            // Gateways that are frozen or cut off do not answer its goodbye.
            await _client.DisposeAsync().AsTask().WaitAsync(GoodbyePatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_region is not null)
        {
            // Nobody needs these silos' goodbyes. Frozen ones would not hear that they shall stop, those of a dead database not manage it.
            await Task.WhenAll(_region.Silos.Select(silo => _region.KillSilo(silo.Number)));
            await _region.Stop();
        }

        if (_agents is not null)
        {
            await _agents.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private static async Task Translated(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (RegionException error)
        {
            throw new TestKitException(error.Message, error);
        }
    }

    private async Task Start(ProcessClusterOptions options, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string>(options.Environment);
        if (_agents is not null)
        {
            const string Hooks = "DOTNET_STARTUP_HOOKS";
            var hook = typeof(SiloAgent).Assembly.Location;
            environment[Hooks] = environment.TryGetValue(Hooks, out var others) ? $"{hook}{Path.PathSeparator}{others}" : hook;
            environment[AgentAddress.Variable] = _agents.Address.ToString();
        }

        var region = new RegionOptions
        {
            Silos = options.Silos,
            SiloHost = options.SiloHost,
            Database = options.Database,
            DataFolder = options.DataFolder ?? Path.Combine(_folder!.Path, "data"),
            Environment = environment,
            PostgresSettings = options.PostgresSettings,
            StartTimeout = options.StartTimeout,
            StopTimeout = options.StopTimeout,
        };
        _region = await RegionRunner.Start(region, OnHappened, cancellation);
        Silos = [.. _region.Silos.Select(static silo => new ProcessSilo(silo))];
        Database = new ClusterDatabase(_region.ConnectionString, _region.Postgres);
        if (_agents is not null && !_region.Silos.All(silo => silo.ProcessId is { } process && _agents.Knows(process)))
        {
            throw new TestKitException("The agent that cuts links was not loaded into the silos (DOTNET_STARTUP_HOOKS is not heeded by trimmed or native programs). Set CanCut to false to do without.");
        }

        if (_agents is not null)
        {
            await _agents.OrderAll(CanAnswer); // each knows all others now
        }

        _client = await RegionClient.Connect(_region.Region, _region.ConnectionString, options.ConfigureClient, cancellation: cancellation);
    }

    private Task Change(Func<Cuts, Cuts> change, string text)
    {
        if (_agents is null)
        {
            throw new TestKitException($"Links cannot be cut, because {nameof(ProcessClusterOptions.CanCut)} is off.");
        }

        _links.Change(change);
        Tell(null, text);
        return _agents.OrderAll(CanAnswer);
    }

    private AgentOrder? OrderFor(int process)
    {
        var silos = _started.Values.OrderBy(static silo => silo.Number).ToArray();
        return Array.Find(silos, silo => silo.ProcessId == process) is { } self
            ? new AgentOrder(
                0,
                self.Number,
                silos.ToDictionary(static silo => silo.Ports.Silo, static silo => silo.Number),
                silos.Where(static silo => silo.ProcessId is not null).ToDictionary(static silo => silo.ProcessId!.Value, static silo => silo.Number),
                [.. _links.Cuts.Pairs.Select(static pair => (int[])[pair.Low, pair.High])])
            : null;
    }

    private bool CanAnswer(int process) => Region.Silos.Any(silo => silo.ProcessId == process && !_frozen.ContainsKey(silo.Number));

    private void Check(int silo)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(silo, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(silo, Size);
    }

    private void OnHappened(RegionEvent happened)
    {
        if (happened.Silo is { } silo)
        {
            _started[silo.Number] = silo;
        }

        Tell(happened.Silo?.Number, happened.Message);
    }

    private void Tell(int? silo, string text)
    {
        var told = new ClusterEvent(Stopwatch.GetElapsedTime(_began), silo, silo is { } number && !text.StartsWith("silo-", StringComparison.Ordinal) ? $"silo-{number}: {text}" : text);
        _events.Enqueue(told);
        Happened?.Invoke(told);
    }
}
