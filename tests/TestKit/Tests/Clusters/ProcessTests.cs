using ActiveActive.TestKit;
using ActiveActive.Tests.Support;
using RelayHost;

namespace ActiveActive.Tests.TestKit.Clusters;

/// <summary>The cluster of processes hurts as it says.</summary>
[Trait("Length", "long")]
public sealed class ProcessTests
{
    private static readonly ProcessClusterOptions Options = new() { SiloHost = typeof(IRelayGrain).Assembly.Location };

    // No silo is to be declared dead, and none to stop answering, while links are cut here.
    private static readonly Dictionary<string, string> Patient = new() { ["ActiveActive__Membership__ProbeTimeout"] = "00:00:10", ["ActiveActive__Membership__MinProbeTimeout"] = "00:00:10", ["ActiveActive__Membership__MaxProbeTimeout"] = "00:00:10", ["ActiveActive__Membership__FenceAfter"] = "00:00:15" };

    [Fact]
    public async Task A_cut_holds_calls_between_two_processes_until_it_is_healed()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Links to clients are cut on Linux only.");
        }

        await using var cluster = await ProcessCluster.StartAsync(Options with { Environment = Patient });
        await cluster.ExplainAsync(async () =>
        {
            var relays = await Relays.Find(cluster, 3);
            var (one, two, three) = (AddressOf(relays, cluster.Silos[0]), AddressOf(relays, cluster.Silos[1]), AddressOf(relays, cluster.Silos[2]));
            await Relays.Comes(relays.Call(one, two), two);

            await cluster.CutAsync(1, 2);
            var held = relays.Call(one, two);
            await Relays.DoesNotCome(held);
            await Relays.Comes(relays.Call(one, three), three);
            await Relays.Comes(relays.Call(three, two), two);
            await cluster.HealAsync();
            await Relays.Comes(held, two);

            await cluster.FreezeAsync(3);
            var asked = relays.Call(one, three);
            await Relays.DoesNotCome(asked);
            await cluster.ThawAsync(3);
            await Relays.Comes(asked, three);
        });
    }

    [Fact]
    public async Task A_silo_is_cut_off_from_clients_and_the_database_from_all()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Links to clients are cut on Linux only.");
        }

        var told = new List<ClusterEvent>();
        await using var cluster = await ProcessCluster.StartAsync(Options with { Silos = 1 });
        cluster.Happened += told.Add;
        await cluster.ExplainAsync(async () =>
        {
            var relay = cluster.Grains.GetGrain<IRelayGrain>("relay");
            var silo = await relay.Where();
            await cluster.CutClientAsync(1);
            var held = relay.Where();
            await Relays.DoesNotCome(held);
            await cluster.HealAsync();
            await Relays.Comes(held, silo);

            var counter = cluster.Grains.GetGrain<ICounterGrain>("counter");
            await counter.Add(1);
            await cluster.Database.KillAsync();
            await cluster.Database.RestartAsync();
            Assert.Equal(2, (await counter.Add(1)).Value);

            await cluster.KillAsync(1);
            await cluster.StartAsync(1);
            Assert.Equal(3, (await counter.Add(1)).Value);
        });
        Assert.Contains(told, static happened => happened.Silo == 1 && happened.Text.Contains("killed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_is_explained_and_nothing_stays()
    {
        string folder;
        int process;
        await using (var cluster = await ProcessCluster.StartAsync(Options with { Silos = 1, CanCut = false }))
        {
            await Assert.ThrowsAsync<TestKitException>(() => cluster.CutClientAsync(1));
            folder = Path.GetDirectoryName(cluster.Silos[0].LogFile)!;
            process = cluster.Silos[0].ProcessId!.Value;
            await cluster.FreezeAsync(1);
            var failed = await Assert.ThrowsAsync<TestKitException>(() => cluster.ExplainAsync(static () => throw new InvalidDataException("It went wrong.")));
            Assert.IsType<InvalidDataException>(failed.InnerException);
            Assert.StartsWith("It went wrong.", failed.Message, StringComparison.Ordinal);
            Assert.Contains("silo-1: frozen", failed.Message, StringComparison.Ordinal);
            Assert.Contains("last words of silo-1", failed.Message, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(folder));
        await Eventually.Holds(() => !Directory.Exists($"/proc/{process}"), "the frozen silo has ended");
    }

    [Fact]
    public async Task A_host_that_does_not_start_is_explained()
    {
        var failed = await Assert.ThrowsAsync<TestKitException>(() => ProcessCluster.StartAsync(Options with { Silos = 1, Environment = new Dictionary<string, string> { ["ActiveActive__DrainDelay"] = "1.00:00:00" } }));
        Assert.Contains("DrainDelay", failed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TestKitException>(() => ProcessCluster.StartAsync(Options with { SiloHost = "nowhere.dll" }));
    }

    private static SiloAddress AddressOf(Relays relays, ProcessSilo silo) => relays.Silos.Single(address => address.Endpoint.Port == silo.SiloPort);
}
