using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using ActiveActive.Silo.Replication;
using ActiveActive.Silo.Telemetry;
using ActiveActive.Tests.Support;
using Orleans.Configuration;

namespace ActiveActive.Tests.Cluster.Telemetry;

/// <summary>What <c>/metrics</c> of a running silo shows, against docs/metrics.md.</summary>
[Collection(ObservedCollection.Name)]
public sealed partial class MetricsTests(ObservedRegions regions)
{
    [Fact]
    public async Task Every_metric_is_documented_and_every_documented_one_is_there()
    {
        await Touch();
        using (var all = new MeterListener { InstrumentPublished = static (instrument, _) => Record(instrument) })
        {
            all.Start();
        }

        var documented = Documented();
        Assert.True(documented.Count > 30, "The table is found at all.");
        var shown = new SortedDictionary<string, string>();
        try
        {
            // Some are told only once the silo knows them.
            await Eventually.Holds(async () => IsSame(documented, shown = Shown(await regions.Metrics(0))), "all of them are shown", TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException)
        {
            Assert.Equal(documented.Select(static one => $"{one.Key} {one.Value}"), shown.Select(static one => $"{one.Key} {one.Value}"));
        }
    }

    [Fact]
    public async Task Every_series_names_region_and_silo()
    {
        await Touch();
        var lines = (await regions.Metrics(1)).Split('\n').Where(static line => line.StartsWith("activeactive_", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, static line => Assert.Matches("""[{,]region="tb"[,}]""", line));
        Assert.All(lines, static line => Assert.Matches("""[{,]silo="[^"]+"[,}]""", line));
    }

    [Theory]
    [InlineData("orleans_")]
    [InlineData("dotnet_")]
    [InlineData("db_client_")]
    [InlineData("http_server_")]
    [InlineData("kestrel_")]
    public async Task Those_of_others_are_there_too(string prefix)
    {
        await Touch();
        var text = await regions.Metrics(0);
        Assert.Contains($"\n{prefix}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Those_of_Orleans_that_work_at_each_message_are_there_where_they_are_asked_for_only()
    {
        await Touch();
        var names = typeof(ClusterOptions).Assembly.GetType("Orleans.Runtime.InstrumentNames", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Select(static name => (string)name.GetRawConstantValue()!);
        Assert.All(OrleansMeter.Busy, busy => Assert.Contains(names, name => busy == name || (name.EndsWith("-latency", StringComparison.Ordinal) && busy.StartsWith(name + "-", StringComparison.Ordinal))));
        Assert.Contains("\norleans_messaging_processing_dispatcher_received", await regions.Metrics(ObservedRegions.Detailed), StringComparison.Ordinal);
        var few = await regions.Metrics(1 - ObservedRegions.Detailed);
        Assert.Contains("\norleans_catalog_activations", few, StringComparison.Ordinal);
        Assert.All(OrleansMeter.Busy, name => Assert.DoesNotContain($"\n{name.Replace('-', '_')}", few, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_are_measured_by_type_and_outcome_and_a_repeated_one_is_counted_as_such()
    {
        await regions.Send(0, HttpMethod.Post, "/v1/accounts/ta:measured");
        var id = Guid.NewGuid().ToString();
        (await regions.Send(0, HttpMethod.Post, "/v1/accounts/ta:measured/deposit", """{"amount":5}""", ("Idempotency-Key", id))).Is(200);
        (await regions.Send(0, HttpMethod.Post, "/v1/accounts/ta:measured/deposit", """{"amount":5}""", ("Idempotency-Key", id))).Is(200);
        await regions.Send(0, HttpMethod.Post, "/v1/accounts/ta:measured/withdraw", """{"amount":500}""");

        // What was shown to another test just now is shown again for 0.3 s.
        var text = "";
        await Eventually.Holds(async () => (text = await regions.Metrics(0)).Contains("outcome=\"refused\"", StringComparison.Ordinal), "the last call is among them");
        Assert.Matches("""activeactive_call_duration_seconds_count\{[^}]*grain="account"[^}]*outcome="ok"[^}]*\} [1-9]""", text);
        Assert.Matches("""activeactive_call_duration_seconds_count\{[^}]*grain="account"[^}]*outcome="refused"[^}]*\} [1-9]""", text);
        Assert.Matches("""activeactive_call_duration_seconds_bucket\{[^}]*le="0.0005"[^}]*\}""", text);
        Assert.Matches("""activeactive_call_duplicates_total\{[^}]*grain="account"[^}]*\} [1-9]""", text);
        Assert.Matches("""activeactive_activations\{[^}]*grain="account"[^}]*\} [1-9]""", text);
        Assert.DoesNotContain("ta:measured", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("""activeactive_(call|activations)[^\n]*grain="(sys|Orleans|management)""", text);
    }

    [Fact]
    public async Task The_watermark_is_young_while_nobody_writes_grows_when_the_region_is_cut_off_and_is_young_again_afterwards()
    {
        await Eventually.Holds(() => Age(0) < TimeSpan.FromSeconds(2), "the heartbeat of the other region has come");
        var before = Watermark(0);
        await Eventually.Holds(() => Watermark(0) > before + TimeSpan.FromSeconds(1), "the next ones come, too");
        regions.Cut(0, isCut: true);
        try
        {
            await Eventually.Holds(() => Age(0) > TimeSpan.FromSeconds(3), "the watermark gets older");
            Assert.Contains((ObservedRegions.Name(1), false), regions.Service<ReplicationFigures>(0).Links());
            await regions.Grains(1).GetGrain<ISharedCounterGrain>("apart").Add(1);
        }
        finally
        {
            regions.Cut(0, isCut: false);
        }

        await Eventually.Holds(() => Age(0) < TimeSpan.FromSeconds(2), "it is young again");
        await Eventually.Holds(() => regions.Service<ReplicationFigures>(0).Read()[0] is { Batches: 0, CatchUp: 0 }, "nothing is left to be applied");
        Assert.Contains((ObservedRegions.Name(1), true), regions.Service<ReplicationFigures>(0).Links());
        Assert.Equal(1, (await regions.Grains(0).GetGrain<ISharedCounterGrain>("apart").Get()).Value);
    }

    private DateTimeOffset? Watermark(int region) => regions.Service<ReplicationFigures>(region).Read() is [var one] ? one.Watermark : null;

    private TimeSpan? Age(int region) => DateTimeOffset.UtcNow - Watermark(region);

    private async Task Touch()
    {
        (await regions.Send(0, HttpMethod.Post, "/v1/shared/counters/touched/add", """{"amount":1}""")).Is(200);
        (await regions.Send(1, HttpMethod.Post, "/v1/shared/counters/touched/add", """{"amount":1}""")).Is(200);
    }

    // What only shows after a failure is recorded here, so that its name is shown.
    private static void Record(Instrument instrument)
    {
        if (instrument.Meter.Name != "ActiveActive")
        {
            return;
        }

        switch (instrument)
        {
            case Counter<long> counter:
                counter.Add(1);
                break;
            case Histogram<double> times:
                times.Record(0.001);
                break;
            case Histogram<int> sizes:
                sizes.Record(1);
                break;
            default:
                Assert.True(instrument.IsObservable, $"{instrument.Name} is of a kind that this test does not know.");
                break;
        }
    }

    private static bool IsSame(SortedDictionary<string, string> one, SortedDictionary<string, string> other) => one.SequenceEqual(other);

    private static SortedDictionary<string, string> Shown(string metrics) =>
        new(TypeLine().Matches(metrics).ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value), StringComparer.Ordinal);

    private static SortedDictionary<string, string> Documented()
    {
        var repository = typeof(MetricsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "Repository").Value!;
        return new(Row().Matches(File.ReadAllText(Path.Combine(repository, "docs", "metrics.md"))).ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^# TYPE (activeactive_\w+) (\w+)\r?$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^\| `(activeactive_\w+)` \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
