using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActiveActive.Silo;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Tests.Cluster.Http;
using ActiveActive.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Cluster.ConsoleApi;

/// <summary>Silos whose consoles do more or less than the usual.</summary>
public sealed class ConsoleAccessTests(PostgresFixture postgres)
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task The_console_is_served_at_its_port_only_and_a_silo_is_drained_when_that_is_confirmed()
    {
        using var logs = new RecordedLogs(LogLevel.Warning);
        await using var app = await Start(logs, static options => options.Console.Actions = true);
        var (open, closed) = (new Uri(app.Urls.First()), new Uri(app.Urls.Last()));
        var options = app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ActiveActiveOptions>>().Value.Console;
        options.Port = open.Port;
        Assert.Equal(HttpStatusCode.OK, await Status(open, "/console/api/overview"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(closed, "/console/api/overview"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(closed, "/console/api/stream"));
        Assert.Equal(HttpStatusCode.OK, await Status(closed, "/health/live"));
        options.Enabled = false;
        Assert.Equal(HttpStatusCode.NotFound, await Status(open, "/console/api/overview"));
        options.Enabled = true;

        var overview = await Http.GetFromJsonAsync<JsonElement>(new Uri(open, "/console/api/overview"));
        Assert.True(overview.GetProperty("abilities").GetProperty("actions").GetBoolean());
        var target = overview.GetProperty("silos")[0].GetProperty("address").GetString()!;
        Assert.Equal(HttpStatusCode.NotFound, (await Act(open, "drain", new("local", "127.0.0.1:1@1", null, null))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Act(open, "drain", new("mars", target, null, null))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Act(open, "drain", new(null, target, "guessed", null))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Act(open, "evict", new(null, target, null, null))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Act(open, "drop-dead-letter", new(null, "4711", null, null))).Status);

        var (asked, plan) = await Act(open, "drain", new(null, target, null, "a test"));
        Assert.Equal((HttpStatusCode.OK, false), (asked, plan.GetProperty("isDone").GetBoolean()));
        Assert.Contains("last one", plan.GetProperty("text").GetString(), StringComparison.Ordinal);
        var (done, outcome) = await Act(open, "drain", new(null, target, plan.GetProperty("confirm").GetString(), "a test"));
        Assert.Equal((HttpStatusCode.OK, true), (done, outcome.GetProperty("isDone").GetBoolean()));
        await app.WaitForShutdownAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        Assert.Contains(logs.Errors, static line => line.Contains("Console action Drain", StringComparison.Ordinal));
        Assert.Contains(logs.Errors, static line => line.Contains("asked for by the console", StringComparison.Ordinal) && line.Contains("a test", StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> Status(Uri silo, string path)
    {
        using var answer = await Http.GetAsync(new Uri(silo, path), HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> Act(Uri silo, string action, ActionRequest asked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(silo, $"/console/api/actions/{action}")) { Content = JsonContent.Create(asked) };
        request.Headers.Add("X-ActiveActive-Console", "1");
        using var answer = await Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<WebApplication> Start(RecordedLogs logs, Action<ActiveActiveOptions> configure)
    {
        var database = await postgres.NewDatabase();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0", "http://127.0.0.2:0");
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.UseActiveActive(options =>
        {
            (options.Database, options.MaxConnections) = (database, 10);
            configure(options);
        });
        var app = builder.Build();
        app.MapActiveActive();
        await app.StartAsync();
        return app;
    }
}
