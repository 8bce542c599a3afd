using System.Diagnostics;
using ActiveActive.Client;
using ActiveActive.Silo.Replication;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Cluster.Telemetry;

[Collection(ObservedCollection.Name)]
public sealed class TracingTests(ObservedRegions regions)
{
    private const string Call = $"{nameof(ISharedCounterGrain)}.{nameof(ISharedCounterGrain.Add)}";

    [Fact]
    public async Task One_trace_leads_from_a_clients_call_to_where_the_change_is_applied_in_the_other_region()
    {
        using var client = await Client();
        using var spans = new RecordedSpans(isSampled: true);
        await client.Services.GetRequiredService<IGrainFactory>().GetGrain<ISharedCounterGrain>("traced").Add(1);
        await Eventually.Holds(() => spans.Find("apply") is not null && spans.Find("flush") is not null, $"it is applied in the trace; there are {string.Join(", ", spans.All.Select(static span => span.OperationName))}");

        var (call, attempt, update, commit, flush, apply) = (spans.Find(Call)!, spans.Find("attempt")!, spans.Find("update")!, spans.Find("commit")!, spans.Find("flush")!, spans.Find("apply")!);
        var served = spans.All.Single(static span => span.Kind == ActivityKind.Server);
        Assert.Equal(spans.Root!.SpanId, call.ParentSpanId);
        Assert.Equal(call.SpanId, attempt.ParentSpanId);
        Assert.Equal(attempt.SpanId, served.ParentSpanId);
        Assert.Equal(served.SpanId, update.ParentSpanId);
        Assert.Equal(update.SpanId, commit.ParentSpanId);
        Assert.Equal(commit.SpanId, flush.ParentSpanId);
        Assert.Equal(update.SpanId, apply.ParentSpanId);
        Assert.Equal((ObservedRegions.Name(1), ObservedRegions.Name(0)), (apply.GetTagItem("aa.region"), apply.GetTagItem("aa.origin")));
        Assert.Same(spans.Root, Activity.Current);
        Assert.All(spans.All, static span => Assert.DoesNotContain(span.TagObjects, static tag => tag.Value is string text && text.Contains("traced", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_trace_that_comes_over_HTTP_goes_on_to_the_other_region()
    {
        using var spans = new RecordedSpans(isSampled: true);
        (await regions.Send(1, HttpMethod.Post, "/v1/shared/counters/over-http/add", """{"amount":1}""")).Is(200);
        await Eventually.Holds(() => spans.Find("apply") is not null, "it is applied in the trace");
        Assert.Contains(spans.All, static span => span.Source.Name == "Microsoft.AspNetCore");
        Assert.Equal(spans.Find(Call)!.SpanId, spans.Find("attempt")!.ParentSpanId);
        Assert.Equal(ObservedRegions.Name(0), spans.Find("apply")!.GetTagItem("aa.region"));
    }

    [Fact]
    public async Task Of_a_call_that_is_not_recorded_there_is_no_trace_anywhere()
    {
        using var client = await Client();
        using var spans = new RecordedSpans(isSampled: false);
        Assert.False(spans.Root!.Recorded);
        await client.Services.GetRequiredService<IGrainFactory>().GetGrain<ISharedCounterGrain>("untraced").Add(1);
        (await regions.Send(0, HttpMethod.Post, "/v1/shared/counters/untraced/add", """{"amount":1}""")).Is(200);
        await Eventually.Holds(async () => (await regions.Grains(1).GetGrain<ISharedCounterGrain>("untraced").Get()).Value == 2, "it is applied");
        Assert.DoesNotContain(spans.All, static span => span.Source.Name == Tracing.SourceName);
        Assert.Empty(await TracesInLog("untraced"));
    }

    private async Task<IEnumerable<string>> TracesInLog(string key)
    {
        var tables = regions.Service<LogTables>(1);
        var found = new List<string>();
        foreach (var stream in await tables.Streams(CancellationToken.None))
        {
            for (var after = 0L; await tables.Read(stream, after, CancellationToken.None) is { Count: > 0 } batches; after = batches[^1].Number)
            {
                found.AddRange(batches.SelectMany(static batch => batch.Entries).Select(EntryCodec.Read).OfType<ActiveActive.Replication.StateEntry>()
                    .Where(entry => entry.Key.GrainKey == key && entry.TraceParent is not null).Select(static entry => entry.TraceParent!));
            }
        }

        return found;
    }

    private async Task<IHost> Client()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.AddActiveActiveClient(options => (options.Region, options.Database) = (ObservedRegions.Name(0), regions.Database(0)));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
