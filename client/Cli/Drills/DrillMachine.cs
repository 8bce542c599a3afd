using System.Net;
using ActiveActive.Cli.Drills.Faults;
using ActiveActive.Database.Embedded;
using ActiveActive.TestKit.Faults;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills;

/// <summary>What the faults of a drill need around its region: a network that can be cut, a disk that can be full, clocks that can be set. Removed at the end.</summary>
internal sealed class DrillMachine : IAsyncDisposable
{
    /// <summary>Holds the database of a drill with its log a few times over, and is filled in a moment.</summary>
    private const int DiskMegabytes = 384;

    private DrillMachine()
    {
    }

    /// <summary>The standby that the region's database gets, or null.</summary>
    public StandbyMode? Standby { get; private set; }

    public SiloNetwork? Network { get; private set; }

    public SmallDisk? Disk { get; private set; }

    /// <summary>What several regions reach each other through.</summary>
    public RegionLinks? Links { get; private set; }

    public SiloClocks? Clocks { get; private set; }

    /// <summary>Makes what is needed.</summary>
    /// <param name="settings">Tells what the faults need.</param>
    /// <param name="regionFolder">The region's data folder.</param>
    /// <exception cref="RegionException">It cannot be made here.</exception>
    public static async Task<DrillMachine> Create(DrillSettings settings, string regionFolder)
    {
        var needs = settings.Needs;
        var machine = new DrillMachine();
        try
        {
            machine.Standby = needs.HasFlag(FaultNeeds.SynchronousStandby) ? StandbyMode.Synchronous : needs.HasFlag(FaultNeeds.AsynchronousStandby) ? StandbyMode.Asynchronous : null;
            machine.Network = needs.HasFlag(FaultNeeds.Network) ? await SiloNetwork.Create() : null;
            machine.Links = needs.HasFlag(FaultNeeds.Regions) ? new RegionLinks(machine.Network is { } network ? IPAddress.Parse(network.HostAddress) : IPAddress.Loopback, settings.Seed) : null;
            machine.Disk = needs.HasFlag(FaultNeeds.SmallDisk) ? await SmallDisk.Mount(new RegionFolder(regionFolder).Postgres, DiskMegabytes) : null;
            machine.Clocks = needs.HasFlag(FaultNeeds.Clocks) ? new SiloClocks(Path.Combine(regionFolder, "clocks"), 1 + new Random(settings.Seed).Next(settings.Silos)) : null;
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>The region's options with all of it.</summary>
    public RegionOptions Equip(RegionOptions options) => options with
    {
        Network = Network,
        Standby = Standby,
        SiloEnvironment = Clocks is { } clocks ? silo => clocks.Environment(silo.Number) : null,
        PostgresSettings = Disk is null ? options.PostgresSettings : new Dictionary<string, string>(options.PostgresSettings) { ["max_wal_size"] = "96MB", ["min_wal_size"] = "48MB" },
    };

    public async ValueTask DisposeAsync()
    {
        if (Links is not null)
        {
            await Links.DisposeAsync();
        }

        if (Network is not null)
        {
            await Network.DisposeAsync();
        }

        if (Disk is not null)
        {
            await Disk.DisposeAsync();
        }
    }
}
