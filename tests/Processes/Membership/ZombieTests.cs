using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Processes.Membership;

/// <summary>A silo that was frozen, declared dead, and thaws.</summary>
[Trait("Length", "long")]
public sealed class ZombieTests(ITestOutputHelper output)
{
    private const int Counters = 150;

    [Fact]
    public async Task A_thawed_silo_answers_nothing_stale_and_ends() => Assert.Equal(0, await StaleAnswers(fenceOpen: false));

    /// <summary>The planted bug must show, else the test above proves nothing. The thawed silo gets to read its death from the table only after it has answered, as it may on a slow database.</summary>
    [Fact]
    public async Task Without_the_fence_it_would() => Assert.NotEqual(0, await StaleAnswers(fenceOpen: true));

    private async Task<int> StaleAnswers(bool fenceOpen)
    {
        int stale;
        using var folder = new RegionDataFolder();
        var options = new RegionOptions { Silos = 3, DataFolder = folder.Path, Environment = new Dictionary<string, string> { ["ActiveActive__Membership__PlantOpenFence"] = fenceOpen.ToString(CultureInfo.InvariantCulture) } };
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

            // 1. Every counter is 1, and some of them live on the silo that will freeze, whatever Orleans' placement thought of it.
            await Task.WhenAll(Enumerable.Range(0, Counters).Select(i => Add(http, healthy.Url, i)));
            await using (var client = await RegionClient.Connect(region.Region, region.ConnectionString))
            {
                var management = client.Grains.GetGrain<IManagementGrain>(0);
                await Eventually.Holds(
                    async () => (await management.GetSimpleGrainStatistics()).Any(grains => grains.GrainType.Contains("CounterGrain", StringComparison.Ordinal) && grains.SiloAddress.Endpoint.Port == zombie.Ports.Silo && grains.ActivationCount >= Counters / 5),
                    "the silo that will freeze has a share of the counters");
            }

            // 2. One silo freezes, is declared dead, and its counters go on elsewhere.
            region.FreezeSilo(zombie.Number);
            var dead = await table.BecomesDead(zombie.Name, TimeSpan.FromSeconds(15));
            output.WriteLine($"SIGSTOP to dead: {dead.TotalMilliseconds:F0} ms");
            await Task.WhenAll(Enumerable.Range(0, Counters).Select(i => Add(http, healthy.Url, i)));

            // 3. Reads that begin now wait at the frozen silo. It thaws.
            var connected = new SemaphoreSlim(0);
            using var waiting = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = (context, cancellation) => Connect(context.DnsEndPoint, connected, cancellation) }) { Timeout = TimeSpan.FromSeconds(60) };
            var reads = Enumerable.Range(0, Counters).Select(i => Read(waiting, zombie.Url, i)).ToArray();
            for (var i = 0; i < Counters; i++)
            {
                Assert.True(await connected.WaitAsync(TimeSpan.FromSeconds(20)), "the frozen silo's system no longer takes connections in its place");
            }

            var clock = Stopwatch.StartNew();
            await using (fenceOpen ? await table.IsLocked() : null)
            {
                region.ThawSilo(zombie.Number);
                if (fenceOpen)
                {
                    await AnyIsStale(reads).WaitAsync(TimeSpan.FromSeconds(10));
                }
            }

            var answers = await Task.WhenAll(reads);
            Assert.Contains("exit code 4", await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);
            stale = answers.Count(static value => value == 1);
            output.WriteLine($"SIGCONT to the end: {clock.ElapsedMilliseconds} ms; stale answers: {stale}, fresh: {answers.Count(static value => value == 2)}, none: {answers.Count(static value => value is null)}");
            Assert.True(fenceOpen || File.ReadAllText(zombie.LogFile).Contains("declared this silo dead", StringComparison.Ordinal));

            // 4. Started again, it takes part; the others never noticed more.
            await region.StartSilo(zombie.Number);
            await table.BecomesActive(zombie.Name, TimeSpan.FromSeconds(10));
            await Eventually.Holds(async () => await Read(http, zombie.Url, 0) == 2, "the restarted silo answers what was written last");
            Assert.True(await table.IsActive("silo-1"));
            Assert.True(await table.IsActive("silo-2"));
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(10));
        return stale;
    }

    private static async ValueTask<Stream> Connect(DnsEndPoint to, SemaphoreSlim connected, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(to, cancellation);
        connected.Release();
        return new NetworkStream(socket, ownsSocket: true);
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

    private static async Task AnyIsStale(IEnumerable<Task<long?>> reads)
    {
        await foreach (var read in Task.WhenEach(reads))
        {
            if (await read == 1)
            {
                return;
            }
        }
    }

    private static Uri Of(Uri silo, int counter, string rest) => new(silo, $"/v1/counters/zombie-{counter}{rest}");
}
