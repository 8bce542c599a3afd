using System.Collections.Immutable;
using System.Globalization;
using ActiveActive.Database.Certificates;

namespace ActiveActive.TestKit.Regions;

/// <summary>Several regions on this machine, each with a database and silos of its own, that take each other's changes.</summary>
internal sealed class LinkedRegions : IAsyncDisposable
{
    public const int Most = 5;
    private const int PortsApart = 20;
    private const int FirstPort = 21001;
    private static readonly TimeSpan Validity = TimeSpan.FromDays(90);

    private LinkedRegions()
    {
    }

    public ImmutableArray<RegionRunner> All { get; private set; } = [];

    /// <summary>The name of a region, counted from 1.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"r{number}");

    /// <summary>Starts regions, one after the other, and waits until all of their silos are ready.</summary>
    /// <param name="options">What each of them shall run; their folders are made in <see cref="RegionOptions.DataFolder"/>.</param>
    /// <param name="regions">How many, from 2 to <see cref="Most"/>.</param>
    /// <param name="onEvent">Told of everything that happens, with the region's name, on any thread.</param>
    /// <param name="cancellation">Gives the start up; what was started is ended.</param>
    /// <exception cref="RegionException">One of them cannot run as asked.</exception>
    public static async Task<LinkedRegions> Start(RegionOptions options, int regions, Action<string, RegionEvent> onEvent, CancellationToken cancellation = default)
    {
        var names = Enumerable.Range(1, regions).Select(NameOf).ToArray();
        var ports = PortsOf(names, options.Silos);
        var certificates = Path.Combine(Path.GetFullPath(options.DataFolder), "certificates");
        TrialAuthority.Issue(certificates, names, Validity, TimeProvider.System);
        var linked = new LinkedRegions();
        try
        {
            foreach (var name in names)
            {
                linked.All = linked.All.Add(await RegionRunner.Start(
                    options with
                    {
                        Region = name,
                        DataFolder = Path.Combine(options.DataFolder, name),
                        PortOffset = PortsApart * linked.All.Length,
                        SiloEnvironment = silo => Environment(name, silo.Number, ports, certificates),
                    },
                    happened => onEvent(name, happened),
                    cancellation));
            }

            return linked;
        }
        catch
        {
            await linked.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops all regions.</summary>
    /// <param name="hurry">When cancelled, silos that still stop are killed.</param>
    public Task Stop(CancellationToken hurry = default) => Task.WhenAll(All.Select(region => region.Stop(hurry)));

    public async ValueTask DisposeAsync() => await Stop();

    // The usual ones, which nobody gets by chance, as they are below those that systems give out; silos take theirs only later.
    private static Dictionary<string, int[]> PortsOf(string[] regions, int silos) => regions.Index().ToDictionary(
        static region => region.Item,
        region => Enumerable.Range(FirstPort + (PortsApart * region.Index), silos).Select(static port => Ports.IsFree(port) ? port : Ports.AnyBut([]).Silo).ToArray());

    private static Dictionary<string, string> Environment(string region, int silo, Dictionary<string, int[]> ports, string certificates)
    {
        var environment = new Dictionary<string, string>
        {
            ["ActiveActive__Replication__Port"] = $"{ports[region][silo - 1]}",
            ["ActiveActive__Replication__Certificate"] = Path.Combine(certificates, TrialAuthority.CertificateFile(region)),
            ["ActiveActive__Replication__CertificateKey"] = Path.Combine(certificates, TrialAuthority.KeyFile(region)),
            ["ActiveActive__Replication__Authority"] = Path.Combine(certificates, TrialAuthority.AuthorityFile),
        };
        foreach (var (peer, of) in ports.Where(peer => peer.Key != region))
        {
            for (var i = 0; i < of.Length; i++)
            {
                environment[$"ActiveActive__Replication__Peers__{peer}__{i}"] = $"https://127.0.0.1:{of[i]}";
            }
        }

        return environment;
    }
}
