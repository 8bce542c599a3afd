using System.Collections.Concurrent;
using System.Diagnostics;
using ActiveActive.Cli.Status;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Processes.Up;

/// <summary>The runner as drills use it.</summary>
[Trait("Length", "long")]
public sealed class RegionRunnerTests
{
    private static readonly TimeSpan TakesPart = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_killed_silo_takes_part_again_soon_after_its_start()
    {
        using var folder = new RegionDataFolder();
        var events = new ConcurrentQueue<RegionEvent>();
        await using (var region = await RegionRunner.Start(new RegionOptions { Silos = 3, DataFolder = folder.Path }, events.Enqueue))
        {
            Assert.All(region.Silos, static silo => Assert.Equal(SiloState.Ready, silo.State));
            var ports = region.Silos[1].Ports;

            // 1. Killed by us: no death to report.
            await region.KillSilo(2);
            Assert.Null(region.Silos[1].ProcessId);
            Assert.DoesNotContain(events, static happened => happened.Kind == RegionEventKind.SiloDied);

            // 2. Started again.
            var clock = Stopwatch.StartNew();
            await region.StartSilo(2);
            await Eventually.Holds(async () => await Active(region) == 3, "three silos are active", TakesPart - clock.Elapsed);
            Assert.True(clock.Elapsed < TakesPart, $"It took {clock.Elapsed}.");
            Assert.Equal(ports, region.Silos[1].Ports);

            // 3. Killed by somebody else: reported, and the region goes on.
            using (var process = Process.GetProcessById(region.Silos[2].ProcessId!.Value))
            {
                process.Kill();
            }

            await Eventually.Holds(() => events.Any(static happened => happened.Kind == RegionEventKind.SiloDied), "the death is reported");
            Assert.Equal(SiloState.Died, region.Silos[2].State);
            await using (var client = await RegionClient.Connect(region.Region, region.ConnectionString))
            {
                Assert.Equal(1, (await client.Grains.GetGrain<ICounterGrain>("after").Add(1)).Value);
            }

            // 4. One stopped in order, and all the rest with the region.
            await region.StopSilo(1);
            Assert.Equal(SiloState.Stopped, region.Silos[0].State);
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(5));
        Assert.Equal(RegionEventKind.Stopped, events.Last().Kind);
    }

    private static async Task<int> Active(RegionRunner region)
    {
        var known = new KnownRegion(region.Region, region.ConnectionString, []);
        var report = await new StatusReader(known, TimeSpan.FromSeconds(2)).Read(CancellationToken.None);
        return report.Silos.Count(static silo => silo is { Status: "active", Activations: not null });
    }
}
