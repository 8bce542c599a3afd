using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ActiveActive.Silo;
using ActiveActive.Silo.Replication.Residency;
using ActiveActive.Tests.Cluster.Http;
using ActiveActive.Tests.Cluster.Regions.Grains;
using ActiveActive.Tests.Cluster.Regions.Residency;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActiveActive.Tests.Cluster.Regions;

/// <summary>Regions in this process, each with a database of its own, that replicate with each other.</summary>
internal sealed class RegionGroup : IAsyncDisposable
{
    private readonly string[] _databases;
    private readonly int[] _ports;
    private readonly short _silos;
    private readonly Dictionary<(int From, int To), RegionLink> _links = [];
    private readonly RecordedLogs _logs = new(LogLevel.Warning);

    private RegionGroup(string[] databases, short silos)
    {
        _databases = databases;
        _silos = silos;
        _ports = [.. databases.Select(static _ => FreePort())];
        Clusters = new RegionCluster?[databases.Length];
    }

    public RegionCluster?[] Clusters { get; }

    /// <summary>How many of the regions are in the configuration of those that start.</summary>
    public int Known { get; set; }

    /// <summary>The warnings and errors of all silos.</summary>
    public IReadOnlyCollection<string> Logs => _logs.Errors;

    private TimeSpan KeepLogFor { get; init; }

    /// <summary>All that the regions have sent to each other.</summary>
    public LinkRecorder Recorder { get; } = new();

    /// <summary>Changes the options of each region that is started from now on, at last.</summary>
    public Action<ReplicationOptions>? Configure { get; set; }

    private RegionFiles[]? Certificates { get; init; }

    /// <summary>Changes the options of a region beside those of replication.</summary>
    private Action<int, ActiveActiveOptions>? Options { get; init; }

    public static async Task<RegionGroup> Start(PostgresFixture postgres, int regions, short silos = 1, (int From, int To)[]? cut = null, TimeSpan? keepLogFor = null, RegionFiles[]? certificates = null, Action<ReplicationOptions>? configure = null, int later = 0, Action<int, ActiveActiveOptions>? options = null)
    {
        var databases = new string[regions + later];
        for (var region = 0; region < databases.Length; region++)
        {
            databases[region] = await postgres.NewDatabase();
        }

        var group = new RegionGroup(databases, silos) { KeepLogFor = keepLogFor ?? TimeSpan.FromHours(1), Certificates = certificates, Configure = configure, Options = options, Known = regions };
        foreach (var (from, to) in Enumerable.Range(0, databases.Length).SelectMany(from => Enumerable.Range(0, databases.Length).Select(to => (from, to))).Where(static pair => pair.from != pair.to))
        {
            group._links.Add((from, to), new RegionLink(group._ports[from], cut?.Contains((from, to)) == true));
        }

        await Task.WhenAll(Enumerable.Range(0, regions).Select(group.Start));
        return group;
    }

    public static string Name(int region) => string.Create(CultureInfo.InvariantCulture, $"r{region}");

    public INotebookGrain Notebook(int region, string key) => Clusters[region]!.Grains.GetGrain<INotebookGrain>(key);

    public IConflictExtension Conflicts(int region, string key) => Notebook(region, key).AsReference<IConflictExtension>();

    public IGrainFactory Grains(int region) => Clusters[region]!.Grains;

    /// <summary>How many bytes a region has got from another one.</summary>
    public long Got(int region, int from) => _links[(from, region)].Back;

    /// <summary>Lets nothing of one region reach another.</summary>
    public void Cut(int from, int to) => _links[(from, to)].IsCut = true;

    /// <summary>Lets all regions reach each other.</summary>
    public void Heal()
    {
        foreach (var link in _links.Values)
        {
            link.IsCut = false;
        }
    }

    public async Task Start(int region)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await StartOnce(region);
                return;
            }
            catch (Exception error) when (attempt < 3 && error.ToString().Contains("address already in use", StringComparison.OrdinalIgnoreCase))
            {
                // Somebody was given the port meanwhile.
                _ports[region] = FreePort();
                foreach (var link in _links.Where(link => link.Key.From == region))
                {
                    link.Value.To = _ports[region];
                }
            }
        }
    }

    private async Task StartOnce(int region)
    {
        var started = 0;
        Clusters[region] = await RegionCluster.Start(_databases[region], _silos, configureSilo: silo =>
        {
            silo.Services.AddSingleton<ILoggerProvider>(_logs);
            silo.Services.AddSingleton<ILinkRecorder>(Recorder);
            var isFirst = Interlocked.Increment(ref started) == 1;
            silo.Services.Configure<ActiveActiveOptions>(options =>
            {
                options.Region = Name(region);
                options.Replication.KeepLogFor = KeepLogFor;
                options.Replication.MarkPeriod = TimeSpan.FromMilliseconds(100);
                if (Certificates is not null)
                {
                    (options.Replication.Certificate, options.Replication.CertificateKey, options.Replication.Authority) = Certificates[region];
                }

                options.Replication.Port = isFirst ? _ports[region] : 0;
                for (var peer = 0; peer < Known; peer++)
                {
                    if (peer != region)
                    {
                        options.Replication.Peers[Name(peer)] = [$"{(Certificates is null ? "http" : "https")}://{_links[(peer, region)].Address}"];
                    }
                }

                Options?.Invoke(region, options);
                Configure?.Invoke(options.Replication);
            });
        });
    }

    public string ConnectionString(int region) => _databases[region];

    /// <summary>The tables of a region's database in which some row has a text, as it is or as bytes.</summary>
    public async Task<IReadOnlyList<string>> Search(int region, string text)
    {
        await using var source = NpgsqlDataSource.Create(_databases[region]);
        await using var command = source.CreateCommand("select format('%I.%I', table_schema, table_name) from information_schema.tables where table_schema in ('public', 'activeactive') and table_type = 'BASE TABLE'");
        var tables = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var search = source.CreateCommand($"select exists (select from {table} t where strpos(t::text, $1) > 0 or strpos(t::text, $2) > 0)");
            search.Parameters.Add(new() { Value = text });
            search.Parameters.Add(new() { Value = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text)) });
            if ((bool)(await search.ExecuteScalarAsync())!)
            {
                found.Add(table);
            }
        }

        return found;
    }

    public async Task Stop(int region)
    {
        await Clusters[region]!.DisposeAsync();
        Clusters[region] = null;
    }

    /// <summary>Lets two regions change something without knowledge of each other, the first one earlier. Both run afterwards.</summary>
    public async Task Apart(Func<int, Task> change)
    {
        await Stop(1);
        await change(0);
        await Stop(0);
        await Start(1);
        await change(1);
        await Start(0);
    }

    /// <summary>Copies the database of a region that is stopped.</summary>
    public async Task<string> Copy(int region)
    {
        NpgsqlConnection.ClearAllPools();
        var of = new NpgsqlConnectionStringBuilder(_databases[region]);
        var copy = new NpgsqlConnectionStringBuilder(of.ConnectionString) { Database = $"{of.Database}_copy" };
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(of.ConnectionString) { Database = "postgres" }.ConnectionString);
        await using var command = source.CreateCommand($"create database {copy.Database} template {of.Database}");
        await command.ExecuteNonQueryAsync();
        return copy.ConnectionString;
    }

    /// <summary>Puts another database in the place of that of a region that is stopped, as a restore does: a new incarnation begins.</summary>
    public async Task Restore(int region, string database)
    {
        _databases[region] = database;
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("insert into activeactive.incarnation (number, reason) values (2, 'restored')");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The connection string of a region's database.</summary>
    public string Database(int region) => _databases[region];

    /// <summary>Lets a region start on the database that was meant for another one, without a new incarnation.</summary>
    public void UseDatabaseOf(int region, int other) => _databases[region] = _databases[other];

    /// <summary>Waits until all regions that run show the same of these notebooks, and that a condition holds for it.</summary>
    public async Task Converge(Func<NotebookPage, bool> holds, params string[] keys)
    {
        foreach (var key in keys)
        {
            var last = "";
            var converged = Eventually.Holds(
                async () =>
                {
                    var pages = new List<NotebookPage>();
                    foreach (var region in Enumerable.Range(0, Clusters.Length).Where(region => Clusters[region] is not null))
                    {
                        pages.Add(await Notebook(region, key).Read());
                    }

                    last = string.Join(" | ", pages.Select(static page => $"{page.Count}: {string.Join(' ', page.Words)}"));
                    return pages.Select(static page => page.Fingerprint).Distinct().Count() == 1 && holds(pages[0]);
                },
                $"{key} is the same everywhere",
                TimeSpan.FromSeconds(15));
            await converged.ContinueWith(_ => Assert.True(converged.IsCompletedSuccessfully, $"{converged.Exception?.InnerException?.Message}: {last}"), TaskScheduler.Default);
        }
    }

    /// <summary>Waits until all regions that run show the same.</summary>
    public async Task Show(string expected, Func<IGrainFactory, Task<string>> read)
    {
        string[] shown = [];
        var converged = Eventually.Holds(
            async () =>
            {
                shown = await Task.WhenAll(Clusters.Where(static cluster => cluster is not null).Select(cluster => read(cluster!.Grains)));
                return Array.TrueForAll(shown, one => one == expected);
            },
            $"all regions show {expected}",
            TimeSpan.FromSeconds(15));
        await converged.ContinueWith(_ => Assert.True(converged.IsCompletedSuccessfully, $"{converged.Exception?.InnerException?.Message}: {string.Join(" | ", shown)}"), TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in Clusters)
        {
            if (cluster is not null)
            {
                await cluster.DisposeAsync();
            }
        }

        foreach (var link in _links.Values)
        {
            await link.DisposeAsync();
        }

        _logs.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
