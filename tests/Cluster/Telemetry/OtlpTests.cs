using System.Net.Http.Headers;
using System.Text;
using ActiveActive.Silo;
using ActiveActive.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Cluster.Telemetry;

/// <summary>A silo that sends what it measures and traces to a collector. After the others, since all silos of the process are listened to meanwhile.</summary>
[Collection(ObservedCollection.Name)]
public sealed class OtlpTests(PostgresFixture postgres)
{
    private const string Recorded = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Metrics_and_recorded_traces_are_sent_to_a_collector_and_others_are_not()
    {
        await using var collector = await FakeCollector.Start();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var database = await postgres.NewDatabase();
        builder.UseActiveActive(options =>
        {
            (options.Region, options.SiloName, options.Database, options.MaxConnections) = ("otlp-region", "otlp-silo", database, 10);
            options.Telemetry = new TelemetryOptions { Otlp = collector.Address, OtlpPeriod = TimeSpan.FromSeconds(1), SampleRatio = 0, Metrics = true };
        });
        await using (var app = builder.Build())
        {
            app.MapActiveActive();
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            await Add(client, "unrecorded", null);
            await Add(client, "recorded", Recorded);
            await Eventually.Holds(() => collector.HasTaken("MetricsService", "otlp-region", "otlp-silo", "activeactive.call.duration"), "metrics are sent");
            await app.StopAsync(); // sends what it has
        }

        Assert.True(collector.HasTaken("TraceService", "otlp-region", "otlp-silo", "ISharedCounterGrain.Add", "update", "commit"));
        Assert.Equal(1, collector.Count("TraceService", "ISharedCounterGrain.Add"));
        Assert.True(collector.HasTaken("TraceService", Encoding.Latin1.GetString(Convert.FromHexString("0af7651916cd43dd8448eb211c80319c"))));
    }

    private static async Task Add(HttpClient client, string key, string? trace)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/shared/counters/{key}/add") { Content = new StringContent("""{"amount":1}""", MediaTypeHeaderValue.Parse("application/json")) };
        if (trace is not null)
        {
            request.Headers.Add("traceparent", trace);
        }

        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
