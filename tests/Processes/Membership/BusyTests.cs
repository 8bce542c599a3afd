using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;

namespace ActiveActive.Tests.Processes.Membership;

/// <summary>An experiment of five minutes, run only when asked for: docs/failover.md.</summary>
public sealed class BusyTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("AA_BUSY_SECONDS") ?? "300", CultureInfo.InvariantCulture));

    [Fact(Explicit = true)]
    public async Task Under_full_load_nobody_is_declared_dead()
    {
        using var folder = new RegionDataFolder();
        await using (var region = await RegionRunner.Start(new RegionOptions { Silos = 3, DataFolder = folder.Path }))
        {
            await using var table = new MembershipTable(region.ConnectionString);
            var burners = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => Burn()).ToArray();
            using var over = new CancellationTokenSource(Length);
            long[] calls = [0, 0];
            try
            {
                await Task.WhenAll(region.Silos.Select(silo => Load(silo.Url, calls, over.Token)));
            }
            finally
            {
                foreach (var burner in burners)
                {
                    burner.Kill(entireProcessTree: true);
                    burner.Dispose();
                }
            }

            var dead = await table.CountDead();
            var words = region.Silos.SelectMany(static silo => File.ReadLines(silo.LogFile)).ToArray();
            output.WriteLine($"{Length}: {calls[0]} calls answered, {calls[1]} failed; declared dead: {dead}; fence closed {words.Count(static line => line.Contains("[1420]", StringComparison.Ordinal))} times");
            Assert.Equal(0, dead);
            Assert.All(region.Silos, static silo => Assert.Equal(SiloState.Ready, silo.State));
            Assert.True(calls[0] > 0);
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(20));
    }

    /// <summary>A process that keeps one processor busy; ends by itself, should we be killed.</summary>
    private static Process Burn()
    {
        var seconds = ((int)Length.TotalSeconds + 60).ToString(CultureInfo.InvariantCulture);
        return Process.Start(new ProcessStartInfo("timeout", [seconds, "sh", "-c", "while :; do :; done"]) { UseShellExecute = false })!;
    }

    private static async Task Load(Uri silo, long[] calls, CancellationToken over)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            try
            {
                using var answer = await http.PostAsJsonAsync(new Uri(silo, $"/v1/counters/busy-{i % 50}/add"), new { amount = 1 }, CancellationToken.None);
                Interlocked.Increment(ref calls[answer.IsSuccessStatusCode ? 0 : 1]);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref calls[1]);
            }
        }
    }
}
