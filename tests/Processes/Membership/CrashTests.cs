using System.Diagnostics;
using ActiveActive.Database.Embedded;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;

namespace ActiveActive.Tests.Processes.Membership;

/// <summary>Silos that die, and some that only seem to.</summary>
[Trait("Length", "long")]
public sealed class CrashTests(ITestOutputHelper output)
{
    // What is found by probes takes three seconds and more.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2.5);

    [Fact]
    public async Task A_killed_silo_is_dead_at_once_and_a_paused_watcher_or_a_restart_is_not()
    {
        using var folder = new RegionDataFolder();
        await using (var region = await RegionRunner.Start(new RegionOptions { Silos = 3, DataFolder = folder.Path }))
        {
            await using var table = new MembershipTable(region.ConnectionString);

            // 1. Killed, and started again at the same ports, by turns.
            List<TimeSpan> times = [];
            for (var round = 0; round < 6; round++)
            {
                var victim = region.Silos[round % 3];
                times.Add(await Kill(region, table, victim, Soon));
                await region.StartSilo(victim.Number);
                await table.BecomesActive(victim.Name, TimeSpan.FromSeconds(10));
            }

            times.Sort();
            output.WriteLine($"kill -9 to dead: median {times[times.Count / 2].TotalMilliseconds:F0} ms, {string.Join(", ", times.Select(static time => $"{time.TotalMilliseconds:F0}"))}");

            // 2. A watcher that pauses for a moment, while a peer dies and returns, accuses nobody, and nobody accuses it.
            region.FreezeSilo(1);
            await Task.Delay(TimeSpan.FromMilliseconds(700));
            region.ThawSilo(1);

            // 3. Two at once: nobody is left to agree.
            await Task.WhenAll(region.KillSilo(1), region.KillSilo(2));
            var clock = Stopwatch.StartNew();
            await table.BecomesDead("silo-1", Soon);
            await table.BecomesDead("silo-2", Soon);
            output.WriteLine($"two at once to dead: {clock.ElapsedMilliseconds} ms");
            Assert.True(await table.IsActive("silo-3"));
            await Task.WhenAll(region.StartSilo(1), region.StartSilo(2));
            await table.BecomesActive("silo-1", TimeSpan.FromSeconds(10));
            await table.BecomesActive("silo-2", TimeSpan.FromSeconds(10));
            Assert.True(await table.IsActive("silo-3"));
            Assert.All(region.Silos, static silo => Assert.Equal(SiloState.Ready, silo.State));
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_silo_that_dies_while_the_database_is_down_is_dead_soon_after_its_return()
    {
        using var folder = new RegionDataFolder();
        await using (var region = await RegionRunner.Start(new RegionOptions { Silos = 3, DataFolder = folder.Path }))
        {
            await using var table = new MembershipTable(region.ConnectionString);
            await region.Postgres!.KillAsync();
            await region.KillSilo(2);

            // Long enough for the queue of Orleans' own votes to be in a long back-off.
            await Task.Delay(TimeSpan.FromSeconds(12));
            await region.Postgres.RestartAsync(PostgresStopMode.Fast);
            var time = await table.BecomesDead("silo-2", TimeSpan.FromSeconds(6));
            output.WriteLine($"the database's return to dead: {time.TotalMilliseconds:F0} ms");
            Assert.True(await table.IsActive("silo-1"));
            Assert.True(await table.IsActive("silo-3"));
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_region_that_crashed_as_a_whole_is_declared_dead_by_the_first_silo_that_is_started_elsewhere()
    {
        using var folder = new RegionDataFolder();
        await using (var region = await RegionRunner.Start(new RegionOptions { Silos = 3, DataFolder = folder.Path }))
        {
            await using var table = new MembershipTable(region.ConnectionString);
            await Task.WhenAll(region.KillSilo(1), region.KillSilo(2), region.KillSilo(3));
            region.MoveSilo(1);
            await region.StartSilo(1);
            await table.BecomesActive("silo-1", TimeSpan.FromSeconds(10));
            Assert.Equal(3, await table.CountDead());
            Assert.Contains("they have crashed together", await File.ReadAllTextAsync(region.Silos[0].LogFile), StringComparison.Ordinal);
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_region_of_two_needs_no_second_observer()
    {
        using var folder = new RegionDataFolder();
        await using (var region = await RegionRunner.Start(new RegionOptions { Silos = 2, DataFolder = folder.Path }))
        {
            await using var table = new MembershipTable(region.ConnectionString);
            output.WriteLine($"kill -9 to dead: {(await Kill(region, table, region.Silos[0], Soon)).TotalMilliseconds:F0} ms");
            Assert.True(await table.IsActive("silo-2"));
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(10));
    }

    private static async Task<TimeSpan> Kill(RegionRunner region, MembershipTable table, RunningSilo victim, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        await region.KillSilo(victim.Number);
        await table.BecomesDead(victim.Name, within);
        return clock.Elapsed;
    }
}
