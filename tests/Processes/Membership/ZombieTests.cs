using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Processes.Membership;

/// <summary>A silo that was frozen, declared dead, and thaws.</summary>
public sealed class ZombieTests(ITestOutputHelper output)
{
    private const int Counters = 150;

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // the planted bug must show: else this test proves nothing
    public async Task A_thawed_silo_answers_nothing_stale_and_ends(bool planted)
    {
        using var folder = new RegionDataFolder();
        var options = new RegionOptions { Silos = 3, DataFolder = folder.Path, Environment = new Dictionary<string, string> { ["ActiveActive__Membership__PlantOpenFence"] = planted.ToString(CultureInfo.InvariantCulture) } };
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var region = await RegionRunner.Start(options, happened =>
        {
            if (happened.Kind == RegionEventKind.SiloDied)
            {
                ended.TrySetResult(happened.Message);
            }
        }))
        {
            await using var table = new MembershipTable(region.ConnectionString);
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
            var (healthy, zombie) = (region.Silos[0], region.Silos[2]);

            // 1. Every counter is 1, and warm.
            await Task.WhenAll(Enumerable.Range(0, Counters).Select(i => Add(http, healthy.Url, i)));

            // 2. One silo freezes, is declared dead, and its counters go on elsewhere.
            region.FreezeSilo(zombie.Number);
            var dead = await table.BecomesDead(zombie.Name, TimeSpan.FromSeconds(6));
            output.WriteLine($"SIGSTOP to dead: {dead.TotalMilliseconds:F0} ms");
            await Task.WhenAll(Enumerable.Range(0, Counters).Select(i => Add(http, healthy.Url, i)));

            // 3. Reads that begin now wait at the frozen silo. It thaws.
            var reads = Enumerable.Range(0, Counters).Select(i => Read(http, zombie.Url, i)).ToArray();
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            var clock = Stopwatch.StartNew();
            region.ThawSilo(zombie.Number);
            var answers = await Task.WhenAll(reads);
            Assert.Contains("exit code 4", await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);
            output.WriteLine($"SIGCONT to the end: {clock.ElapsedMilliseconds} ms; stale answers: {answers.Count(static value => value == 1)}, fresh: {answers.Count(static value => value == 2)}, none: {answers.Count(static value => value is null)}");
            Assert.Equal(planted, answers.Contains(1));
            Assert.True(planted || File.ReadAllText(zombie.LogFile).Contains("declared this silo dead", StringComparison.Ordinal));

            // 4. Started again, it takes part; the others never noticed more.
            await region.StartSilo(zombie.Number);
            await table.BecomesActive(zombie.Name, TimeSpan.FromSeconds(10));
            await Eventually.Holds(async () => await Read(http, zombie.Url, 0) == 2, "the restarted silo answers what was written last");
            Assert.True(await table.IsActive("silo-1"));
            Assert.True(await table.IsActive("silo-2"));
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(10));
    }

    private static async Task Add(HttpClient http, Uri silo, int counter)
    {
        using var answer = await http.PostAsJsonAsync(Of(silo, counter, "/add"), new { amount = 1 });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<long?> Read(HttpClient http, Uri silo, int counter)
    {
        try
        {
            using var answer = await http.GetAsync(Of(silo, counter, ""));
            return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("value").GetInt64() : null;
        }
        catch (HttpRequestException)
        {
            return null; // it ended before it answered
        }
    }

    private static Uri Of(Uri silo, int counter, string rest) => new(silo, $"/v1/counters/zombie-{counter}{rest}");
}
