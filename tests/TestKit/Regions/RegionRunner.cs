using System.Collections.Immutable;
using ActiveActive.Client.Connection;
using ActiveActive.Database.Embedded;
using ActiveActive.Database.Migration;
using ActiveActive.TestKit.Faults;
using Npgsql;

namespace ActiveActive.TestKit.Regions;

/// <summary>
/// Runs a region on this machine: a database and some silo processes, all of which end with us.
/// </summary>
/// <remarks>
/// <para>Start: 1. take the data folder; 2. wait for what a killed owner left; 3. choose ports; 4. start the embedded PostgreSQL (or take the given database);
/// 5. migrate; 6. declare silos of that earlier life dead; 7. start all silos and wait until each is ready. A start that fails ends all of it.</para>
/// <para>While it runs, silos can be killed, stopped, frozen, started again and added by number; each keeps its name, and its ports unless it is moved. A silo that dies by itself is
/// reported, not restarted.</para>
/// <para>End: <see cref="Stop"/> stops the silos shortly one after another, then the database. If we are killed, the silos notice the end of their standard input and the
/// database has a watcher, so nothing stays behind in that case either.</para>
/// <para>Writes nothing to the terminal: everything is told by events, which may come on any thread. Different silos may be handled at the same time, one silo
/// by one caller at a time.</para>
/// </remarks>
internal sealed class RegionRunner : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";
    private static readonly TimeSpan BetweenStops = TimeSpan.FromMilliseconds(250);

    private readonly RegionOptions _options;
    private readonly RegionFolder _folder;
    private readonly RegionLock _lock;
    private readonly SiloControl _control;
    private readonly Action<RegionEvent> _onEvent;
    private readonly Lock _fileTurn = new();
    private bool _stopped;

    private RegionRunner(RegionOptions options, RegionFolder folder, RegionLock folderLock, SiloHost host, Action<RegionEvent> onEvent)
    {
        _options = options;
        _folder = folder;
        _lock = folderLock;
        _onEvent = onEvent;
        _control = new SiloControl(host, options, SiloEnvironment, Tell);
    }

    public string Region => _options.Region;

    /// <summary>Contains the password.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The embedded PostgreSQL, to be killed and restarted by drills; null when the database was given. After <see cref="Promote"/> the former standby.</summary>
    public EmbeddedPostgres? Postgres { get; private set; }

    /// <summary>What takes the place of <see cref="Postgres"/>; null when there is none, or none any more.</summary>
    public EmbeddedPostgres? Standby { get; private set; }

    public ImmutableArray<RunningSilo> Silos { get; private set; } = [];

    /// <summary>Starts a region and waits until all of its silos are ready.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="onEvent">Told of everything that happens, on any thread.</param>
    /// <param name="cancellation">Gives the start up; what was started is ended.</param>
    /// <exception cref="RegionException">It cannot run as asked.</exception>
    public static async Task<RegionRunner> Start(RegionOptions options, Action<RegionEvent>? onEvent = null, CancellationToken cancellation = default)
    {
        if (options.Silos is < 1 or > RegionOptions.MaxSilos)
        {
            throw new RegionException($"{options.Silos} silos cannot be started: the number must be from 1 to {RegionOptions.MaxSilos}.");
        }

        var host = SiloHost.Find(options.SiloHost);
        var folder = new RegionFolder(options.DataFolder);
        var region = new RegionRunner(options, folder, await RegionLock.Take(folder, cancellation), host, onEvent ?? (static _ => { }));
        try
        {
            await region.StartAll(cancellation);
            return region;
        }
        catch
        {
            await region.Stop(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Starts a silo that does not run, and waits until it is ready.</summary>
    /// <exception cref="RegionException">It runs already, or did not become ready.</exception>
    public Task StartSilo(int number, CancellationToken cancellation = default) => _control.Start(Silo(number), cancellation);

    /// <summary>Gives a silo that does not run other ports, as when it comes back on another machine.</summary>
    public void MoveSilo(int number)
    {
        var silo = Silo(number);
        if (silo.ProcessId is not null)
        {
            throw new RegionException($"{silo.Name} runs (process {silo.ProcessId}); only a silo that does not run can be moved.");
        }

        lock (_fileTurn)
        {
            silo.Ports = Ports.AnyBut(Silos.Select(static other => other.Ports));
        }
    }

    /// <summary>Adds a silo to the region, to be started by <see cref="StartSilo"/>.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="RegionException">There are too many.</exception>
    public int AddSilo()
    {
        lock (_fileTurn)
        {
            if (Silos.Length >= RegionOptions.MaxSilos)
            {
                throw new RegionException($"The region has {Silos.Length} silos, and cannot have more.");
            }

            var silo = NewSilo(Silos.Length + 1, Ports.AnyBut(Silos.Select(static other => other.Ports)));
            Silos = Silos.Add(silo);
            return silo.Number;
        }
    }

    /// <summary>Kills a silo (SIGKILL) and returns when its process is gone.</summary>
    public Task KillSilo(int number) => _control.Kill(Silo(number));

    /// <summary>Stops a silo in order (SIGTERM); kills it when that takes longer than <see cref="RegionOptions.StopTimeout"/>.</summary>
    public Task StopSilo(int number) => _control.Stop(Silo(number), CancellationToken.None);

    /// <summary>Kills all silos and starts one, so that whatever is read then comes from the database and from nobody's memory.</summary>
    public async Task StartAfresh(CancellationToken cancellation = default)
    {
        await Task.WhenAll(Silos.Select(_control.Kill));
        await DeclareDead(Silos.Select(static silo => silo.Ports.Silo), cancellation);
        await StartSilo(1, cancellation);
    }

    /// <summary>Makes the standby the region's database. The old one must be dead; it never comes back.</summary>
    /// <exception cref="RegionException">There is no standby, or the old database runs still.</exception>
    public async Task Promote(CancellationToken cancellation = default)
    {
        if (Standby is not { } standby || Postgres is not { } old)
        {
            throw new RegionException("The region has no standby to promote. Start it with RegionOptions.Standby.");
        }

        if (old.IsRunning)
        {
            throw new RegionException("The region's database runs still. Kill it first: two primaries would take writes side by side.");
        }

        await standby.PromoteAsync(cancellation);
        (Postgres, Standby) = (standby, null);
        await old.DisposeAsync();
        lock (_fileTurn)
        {
            WriteFile();
        }
    }

    /// <summary>Freezes a silo (SIGSTOP); on Linux, it has stopped when this returns.</summary>
    public void FreezeSilo(int number) => SiloControl.Freeze(Silo(number));

    /// <summary>Lets a frozen silo go on (SIGCONT).</summary>
    public void ThawSilo(int number) => SiloControl.Signal(Silo(number), Signals.Continue);

    /// <summary>Stops all silos, then the database, and gives up the folder.</summary>
    /// <param name="hurry">When cancelled, silos that still stop are killed.</param>
    public async Task Stop(CancellationToken hurry = default)
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await StopSilos(hurry);
        if (Postgres is not null)
        {
            Tell(new RegionEvent(RegionEventKind.DatabaseStopping, "Stopping PostgreSQL"));
            await Postgres.DisposeAsync();
        }

        // After its primary, which sends it the last of its log when it stops.
        if (Standby is not null)
        {
            await Standby.DisposeAsync();
        }

        _lock.Dispose();
        Tell(new RegionEvent(RegionEventKind.Stopped, "Stopped"));
    }

    public async ValueTask DisposeAsync() => await Stop();

    // Silos that leave at the same moment write the membership table at the same moment: one wins, and Orleans has the others wait for some seconds.
    private async Task StopSilos(CancellationToken hurry)
    {
        List<Task> stops = [];
        foreach (var silo in Silos)
        {
            if (stops is [.., { IsCompleted: false }])
            {
                await Task.Delay(BetweenStops, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            stops.Add(_control.Stop(silo, hurry));
        }

        await Task.WhenAll(stops);
    }

    private async Task StartAll(CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder.Logs);
        var last = RegionFile.Read(_folder.RegionFile);
        if (last is not null)
        {
            await Leftovers.End(last, count => Tell(new RegionEvent(RegionEventKind.Waiting, $"Waiting for {count} silos of a killed owner to end")), cancellation);
        }

        var ports = new Ports().Choose(_options.Silos, _options.HttpPort, [.. (last?.Silos ?? []).Select(static silo => silo.Ports)], _options.PortOffset);
        Silos = [.. ports.Select((port, i) => NewSilo(i + 1, port))];
        await StartDatabase(last, cancellation);
        await Migrate(cancellation);
        await ClearMembership(last, cancellation);
        await Task.WhenAll(Silos.Select(silo => _control.Start(silo, cancellation)));
    }

    private RunningSilo NewSilo(int number, SiloPorts ports) => new(number, ports, _folder.LogOf(RunningSilo.NameOf(number)), _options.Network?.AddressOf(_options.NetworkOffset + number) ?? Loopback);

    private async Task StartDatabase(RegionFile? last, CancellationToken cancellation)
    {
        if (_options.Database is { } given)
        {
            ConnectionString = given;
            return;
        }

        Tell(new RegionEvent(RegionEventKind.DatabaseStarting, "Starting PostgreSQL"));
        Postgres = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions
            {
                DataFolder = _folder.Postgres,
                Port = last?.PostgresPort is { } port && Ports.IsFree(port) ? port : null,
                Settings = _options.Network is { } network ? OnNetwork(network) : _options.PostgresSettings,
            },
            cancellationToken: cancellation);
        ConnectionString = Postgres.ConnectionString;
        if (_options.Standby is { } mode)
        {
            Standby = await EmbeddedPostgres.StartStandbyAsync(Postgres, new EmbeddedPostgresOptions { DataFolder = _folder.Standby }, mode, cancellationToken: cancellation);
            ConnectionString = OnHosts(Loopback);
        }

        Tell(new RegionEvent(RegionEventKind.DatabaseReady, Standby is null ? $"PostgreSQL is ready on port {Postgres.Port}" : $"PostgreSQL is ready on port {Postgres.Port}, its standby on port {Standby.Port}"));
    }

    /// <summary>The connection string with the database's address as somebody sees it; with the standby's, too, whether it still is one or not.</summary>
    private string OnHosts(string address)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
        settings.Host = Standby is { } standby ? $"{address}:{Postgres!.Port},{address}:{standby.Port}"
            : settings.Host!.Contains(',', StringComparison.Ordinal) ? settings.Host.Replace(Loopback, address, StringComparison.Ordinal)
            : address;
        return settings.ConnectionString;
    }

    private async Task Migrate(CancellationToken cancellation)
    {
        var report = await DatabaseMigrator.MigrateAsync(ConnectionString, cancellationToken: cancellation);
        if (report.Applied.Count > 0)
        {
            Tell(new RegionEvent(RegionEventKind.Migrated, $"The database was brought to version {report.DatabaseVersion}"));
        }
    }

    private async Task ClearMembership(RegionFile? last, CancellationToken cancellation)
    {
        var count = await DeclareDead(last?.Silos.Select(static silo => silo.Ports.Silo) ?? [], cancellation);
        if (count > 0)
        {
            Tell(new RegionEvent(RegionEventKind.MembershipCleared, $"{count} silos of an earlier life were declared dead"));
        }
    }

    // An embedded database has no silos but ours. In a shared one, ours are those at the given ports.
    private async Task<int> DeclareDead(IEnumerable<int> siloPorts, CancellationToken cancellation)
    {
        await using var database = new PrimaryDataSource(ConnectionString);
        string[] addresses = [.. Silos.Select(static silo => silo.Address).Distinct()];
        return await MembershipCleaner.Clear(database.Current, Region, addresses, Postgres is null ? [.. siloPorts] : null, cancellation);
    }

    // Silos in namespaces of their own reach the database at the bridge, by password as everybody.
    private Dictionary<string, string> OnNetwork(SiloNetwork network)
    {
        File.WriteAllText(_folder.PostgresAccess, $"host all all {Loopback}/32 scram-sha-256\nhost replication all {Loopback}/32 scram-sha-256\nhost all all {network.Range} scram-sha-256\n");
        File.SetUnixFileMode(_folder.PostgresAccess, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return new Dictionary<string, string>(_options.PostgresSettings)
        {
            ["listen_addresses"] = $"{Loopback},{network.HostAddress}",
            ["hba_file"] = _folder.PostgresAccess,
        };
    }

    private Dictionary<string, string> SiloEnvironment(RunningSilo silo)
    {
        var environment = new Dictionary<string, string>(_options.Environment)
        {
            ["ActiveActive__Region"] = Region,
            ["ActiveActive__Database"] = _options.Network is { } network ? OnHosts(network.HostAddress) : ConnectionString,
            ["ActiveActive__SiloName"] = silo.Name,
            ["ActiveActive__AdvertisedAddress"] = silo.Address,
            ["ActiveActive__SiloPort"] = $"{silo.Ports.Silo}",
            ["ActiveActive__GatewayPort"] = $"{silo.Ports.Gateway}",
            ["ActiveActive__MigrateAtStart"] = "false",
            ["ActiveActive__StopWithParent"] = "true",
            ["ASPNETCORE_URLS"] = silo.Url.ToString(),
        };
        foreach (var (name, value) in _options.SiloEnvironment?.Invoke(silo) ?? new Dictionary<string, string>())
        {
            environment[name] = value;
        }

        return environment;
    }

    private RunningSilo Silo(int number) => number >= 1 && number <= Silos.Length
        ? Silos[number - 1]
        : throw new ArgumentOutOfRangeException(nameof(number), number, $"The region's silos are 1 to {Silos.Length}.");

    private void Tell(RegionEvent happened)
    {
        if (happened.Silo is not null)
        {
            WriteFile();
        }

        _onEvent(happened);
    }

    private void WriteFile()
    {
        lock (_fileTurn)
        {
            new RegionFile
            {
                Region = Region,
                Database = ConnectionString,
                PostgresPort = Postgres?.Port,
                Silos = [.. Silos.Select(static silo => new RegionFile.Silo(silo.Name, silo.Ports, silo.ProcessId, silo.StartedAt))],
            }.Write(_folder.RegionFile);
        }
    }
}
