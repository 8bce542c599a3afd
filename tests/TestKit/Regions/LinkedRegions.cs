using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using ActiveActive.Database.Certificates;
using ActiveActive.TestKit.Faults;

namespace ActiveActive.TestKit.Regions;

/// <summary>Several regions on this machine, each with a database and silos of its own, that take each other's changes.</summary>
internal sealed class LinkedRegions : IAsyncDisposable
{
    public const int Most = 5;
    private const int PortsApart = RegionOptions.MaxSilos;
    private const int FirstPort = 21001;
    private static readonly TimeSpan Validity = TimeSpan.FromDays(90);

    private LinkedRegions()
    {
    }

    public ImmutableArray<RegionRunner> All { get; private set; } = [];

    /// <summary>Where the silos of all regions listen to the others, each with its number in the regions' common network.</summary>
    public ImmutableArray<(int Number, IPEndPoint Address)> Endpoints { get; private set; } = [];

    /// <summary>The name of a region, counted from 1.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"r{number}");

    /// <summary>Starts regions, one after the other, and waits until all of their silos are ready.</summary>
    /// <param name="options">What each of them shall run; their folders are made in <see cref="RegionOptions.DataFolder"/>.</param>
    /// <param name="regions">How many, from 2 to <see cref="Most"/>.</param>
    /// <param name="onEvent">Told of everything that happens, with the region's name, on any thread.</param>
    /// <param name="links">What the regions reach each other through; null for directly. Stays its maker's to dispose.</param>
    /// <param name="cancellation">Gives the start up; what was started is ended.</param>
    /// <exception cref="RegionException">One of them cannot run as asked.</exception>
    public static async Task<LinkedRegions> Start(RegionOptions options, int regions, Action<string, RegionEvent> onEvent, RegionLinks? links = null, CancellationToken cancellation = default)
    {
        var names = Enumerable.Range(1, regions).Select(NameOf).ToArray();
        var endpoints = PortsOf(names, options.Silos).Select((ports, region) => ports.Select((port, i) => new IPEndPoint(AddressOf(options, region, i + 1), port)).ToArray()).ToArray();
        var certificates = Path.Combine(Path.GetFullPath(options.DataFolder), "certificates");
        TrialAuthority.Issue(certificates, names, Validity, TimeProvider.System);
        var linked = new LinkedRegions { Endpoints = [.. endpoints.SelectMany(static (silos, region) => silos.Select((silo, i) => ((PortsApart * region) + i + 1, silo)))] };
        try
        {
            foreach (var (region, name) in names.Index())
            {
                var common = Environment(names, endpoints, region, links, certificates);
                linked.All = linked.All.Add(await RegionRunner.Start(
                    options with
                    {
                        Region = name,
                        DataFolder = Path.Combine(options.DataFolder, name),
                        PortOffset = PortsApart * region,
                        NetworkOffset = PortsApart * region,
                        SiloEnvironment = silo => new Dictionary<string, string>(common)
                        {
                            ["ActiveActive__Replication__ListenAddress"] = $"{endpoints[region][silo.Number - 1].Address}",
                            ["ActiveActive__Replication__Port"] = $"{endpoints[region][silo.Number - 1].Port}",
                        },
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
    private static IEnumerable<int[]> PortsOf(string[] regions, int silos) => regions.Select(
        (_, region) => Enumerable.Range(FirstPort + (PortsApart * region), silos).Select(static port => Ports.IsFree(port) ? port : Ports.AnyBut([]).Silo).ToArray());

    private static IPAddress AddressOf(RegionOptions options, int region, int silo) =>
        options.Network is { } network ? IPAddress.Parse(network.AddressOf((PortsApart * region) + silo)) : IPAddress.Loopback;

    private static Dictionary<string, string> Environment(string[] names, IPEndPoint[][] endpoints, int region, RegionLinks? links, string certificates)
    {
        var environment = new Dictionary<string, string>
        {
            ["ActiveActive__Replication__Certificate"] = Path.Combine(certificates, TrialAuthority.CertificateFile(names[region])),
            ["ActiveActive__Replication__CertificateKey"] = Path.Combine(certificates, TrialAuthority.KeyFile(names[region])),
            ["ActiveActive__Replication__Authority"] = Path.Combine(certificates, TrialAuthority.AuthorityFile),
        };
        foreach (var (peer, name) in names.Index().Where(peer => peer.Index != region))
        {
            foreach (var (i, silo) in endpoints[peer].Index())
            {
                environment[$"ActiveActive__Replication__Peers__{name}__{i}"] = $"https://{links?.Reach(names[region], name, silo) ?? silo}";
            }
        }

        return environment;
    }
}
