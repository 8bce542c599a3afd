using System.Net.ServerSentEvents;
using System.Text.Json;
using ActiveActive.Tests.Cluster.Http;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.ConsoleApi;

/// <summary>The API as a browser or a script meets it.</summary>
[Collection(HttpCollection.Name)]
public sealed class ConsoleHttpTests(HttpSilo silo)
{
    private static readonly (string, string) FromConsole = ("X-ActiveActive-Console", "1");

    [Fact]
    public async Task The_overview_names_the_silo_and_where_it_is_reached()
    {
        var overview = (await silo.Get("/console/api/overview")).Is(200);
        Assert.Equal("application/json", overview.ContentType);
        Assert.Equal("local", overview.Json.GetProperty("region").GetString());
        var one = Assert.Single(overview.Json.GetProperty("silos").EnumerateArray());
        Assert.Equal(("active", silo.Address), (one.GetProperty("status").GetString(), new Uri(one.GetProperty("http").GetString()!)));
        Assert.Equal("joined", Assert.Single(overview.Json.GetProperty("events").EnumerateArray(), static happened => happened.GetProperty("subject").GetString() is not null && happened.GetProperty("kind").GetString() == "joined").GetProperty("kind").GetString());
        Assert.Equal("serving", overview.Json.GetProperty("regions")[0].GetProperty("status").GetString());
        Assert.False(overview.Json.GetProperty("abilities").GetProperty("showState").GetBoolean());
    }

    [Fact]
    public async Task The_stream_sends_overviews_one_after_the_other()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(silo.Address, "/console/api/stream"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var times = new List<DateTimeOffset>();
        await foreach (var sent in SseParser.Create(await answer.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token))
        {
            Assert.Equal("overview", sent.EventType);
            using var overview = JsonDocument.Parse(sent.Data);
            times.Add(overview.RootElement.GetProperty("asOf").GetDateTimeOffset());
            if (times.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(times.Order().Distinct(), times);
    }

    [Fact]
    public async Task History_events_and_lists_are_answered()
    {
        await Eventually.Holds(async () => (await silo.Get("/console/api/history")).Is(200).Json.GetProperty("regions")[0].GetProperty("at").GetArrayLength() > 0, "there is a point");
        Assert.NotEqual(0, (await silo.Get("/console/api/events")).Is(200).Json.GetProperty("events").GetArrayLength());
        Assert.Equal(0, (await silo.Get("/console/api/conflicts")).Is(200).Json.GetProperty("conflicts").GetArrayLength());
        Assert.Equal(0, (await silo.Get("/console/api/dead-letters?region=local")).Is(200).Json.GetProperty("total").GetInt64());
        (await silo.Get("/console/api/conflicts?region=mars")).IsProblem(404, "no-such-region");
    }

    [Fact]
    public async Task A_grain_is_shown_without_its_value_when_values_are_not_shown()
    {
        (await silo.Post("/v1/counters/console%2Fkey/add", """{"amount": 4711}""")).Is(200);
        var grain = (await silo.Get("/console/api/grains/counter/console%2Fkey")).Is(200);
        Assert.Equal("console/key", grain.Json.GetProperty("key").GetString());
        var here = Assert.Single(grain.Json.GetProperty("regions").EnumerateArray());
        Assert.Equal("held", here.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, here.GetProperty("states")[0].GetProperty("value").ValueKind);
        Assert.Equal(1, here.GetProperty("states")[0].GetProperty("version").GetInt64());
        Assert.Equal(1, here.GetProperty("requests").GetArrayLength());
        Assert.NotEqual(JsonValueKind.Null, here.GetProperty("silo").ValueKind);
        Assert.DoesNotContain("4711", grain.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("evict")]
    [InlineData("drop-dead-letter")]
    public async Task Actions_are_refused_when_they_are_off(string action) =>
        (await silo.Post($"/console/api/actions/{action}", """{"target": "1"}""", FromConsole)).IsProblem(403, "actions-off");

    [Fact]
    public async Task Actions_are_refused_to_forms_and_pages_of_other_sites()
    {
        (await silo.Post("/console/api/actions/drain", """{"target": "1"}""")).IsProblem(403, "not-from-console");
        (await silo.Post("/console/api/actions/drain", """{"target": "1"}""", FromConsole, ("Origin", "https://evil.example"))).IsProblem(403, "not-from-console");
    }
}
