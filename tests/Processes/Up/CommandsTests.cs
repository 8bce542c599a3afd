using System.Net;

namespace ActiveActive.Tests.Processes.Up;

/// <summary>What aactl's commands do while a region runs.</summary>
public sealed class CommandsTests(UpFixture region) : IClassFixture<UpFixture>
{
    private string Data => region.Folder.Path;

    [Fact]
    public async Task Status_shows_three_silos_that_serve()
    {
        var status = await Aactl.Run("status", "--json", "--data", Data);

        Assert.Equal(0, status.ExitCode);
        Assert.True(status.Json.GetProperty("serving").GetBoolean());
        Assert.Equal(status.Json.GetProperty("codeVersion").GetInt32(), status.Json.GetProperty("databaseVersion").GetInt32());
        var silos = status.Json.GetProperty("silos").EnumerateArray().ToArray();
        Assert.Equal(["silo-1", "silo-2", "silo-3"], silos.Select(static silo => silo.GetProperty("name").GetString()));
        Assert.Equal(region.Up.SiloProcesses, silos.Select(static silo => silo.GetProperty("processId").GetInt32()));
        Assert.All(silos, static silo =>
        {
            Assert.Equal("active", silo.GetProperty("status").GetString());
            Assert.True(silo.GetProperty("ready").GetBoolean());
            Assert.True(silo.GetProperty("activations").GetInt32() >= 0);
        });
    }

    [Fact]
    public async Task Status_for_people_names_each_silo()
    {
        var status = await Aactl.Run("status", "--data", Data);

        Assert.All(["silo-1", "silo-2", "silo-3", "Region 'local'"], word => Assert.Contains(word, status.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_looks_at_everything_and_finds_nothing_worse_than_a_warning_in_a_trial()
    {
        var doctor = await Aactl.Run("doctor", "--json", "--data", Data);

        var findings = doctor.Json.GetProperty("findings").EnumerateArray().Select(static one => (
            Area: one.GetProperty("area").GetString()!, Subject: one.GetProperty("subject").GetString()!, Level: one.GetProperty("level").GetString()!, Says: one.GetProperty("says").GetString()!)).ToList();
        Assert.DoesNotContain(findings, static one => one.Level == "error");

        // A trial stores in the open, and no more is wrong with it.
        Assert.Equal([("health", "encryption-at-rest")], findings.Where(static one => one.Level == "warning").Select(static one => (one.Area, one.Subject)));
        Assert.Equal(("warning", 3), (doctor.Json.GetProperty("worst").GetString(), doctor.ExitCode));
        foreach (var silo in (string[])["silo-1", "silo-2", "silo-3"])
        {
            Assert.Equal(["clocks", "silos"], findings.Where(one => one.Subject == silo && one.Level == "ok").Select(static one => one.Area).Order());
            Assert.Contains(findings, one => one.Area == "connections" && one.Subject == $"{silo}, gateway" && one.Level == "ok");
        }

        Assert.Contains(findings, static one => one is { Area: "connections", Subject: "client", Level: "ok" });
        Assert.Contains(findings, static one => one is { Area: "database", Subject: "max_connections", Level: "ok" } && one.Says.Contains("may take 60", StringComparison.Ordinal));
        Assert.Contains(findings, static one => one is { Area: "versions", Level: "ok" });
        Assert.DoesNotContain("Password", doctor.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Doctor_for_people_says_what_to_do()
    {
        var doctor = await Aactl.Run("doctor", "--data", Data, "--url", "http://127.0.0.1:1");

        Assert.Equal(1, doctor.ExitCode); // nobody is at that address
        Assert.All(["ERROR", "127.0.0.1:1", "what to do", "Region 'local': 1 error, 1 warning"], word => Assert.Contains(word, doctor.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_reach_the_grains()
    {
        Assert.Equal(5, (await Call("counter", "calls", "add", "5")).GetProperty("value").GetInt64());
        Assert.Equal(3, (await Call("counter", "calls", "add", "--", "-2")).GetProperty("value").GetInt64());
        Assert.Equal(3, (await Call("counter", "calls", "get")).GetProperty("value").GetInt64());

        var eTag = (await Call("register", "calls", "set", "{\"a\": 1}")).GetProperty("eTag").GetString()!;
        Assert.Equal("precondition-failed", await Refused("register", "calls", "set", "2", "--if-match", "other"));
        await Call("register", "calls", "set", "2", "--if-match", eTag);

        await Call("account", "alice", "open");
        await Call("account", "bob", "open");
        await Call("account", "alice", "deposit", "100");
        await Call("account", "alice", "transfer", "bob", "30");
        Assert.Equal(70, (await Call("account", "alice", "balance")).GetProperty("amount").GetInt64());
        Assert.Equal("insufficient-funds", await Refused("account", "alice", "withdraw", "71"));
        Assert.Equal(3, (await Call("account", "alice", "history")).GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task A_call_repeated_with_its_key_is_applied_once()
    {
        var key = RequestId.New(DateTimeOffset.UtcNow).ToString();
        var first = await Call("counter", "keyed", "add", "5", "--idempotency-key", key);
        var second = await Call("counter", "keyed", "add", "5", "--idempotency-key", key);

        Assert.Equal(first.ToString(), second.ToString());
        Assert.Equal(5, (await Call("counter", "keyed", "get")).GetProperty("value").GetInt64());
    }

    [Fact]
    public async Task The_grains_of_all_regions_are_called()
    {
        await Call("shared-counter", "hits", "add", "5");
        Assert.Equal(3, (await Call("shared-counter", "hits", "add", "--", "-2")).GetProperty("value").GetInt64());
        await Call("shared-set", "words", "add", "pen");
        Assert.True((await Call("shared-set", "words", "contains", "pen")).GetProperty("contains").GetBoolean());
        await Call("shared-map", "settings", "set", "theme", "dark");
        Assert.Equal("dark", (await Call("shared-map", "settings", "entry", "theme")).GetProperty("texts")[0].GetProperty("text").GetString());
        Assert.Equal("one", (await Call("shared-register", "note", "write", "one")).GetProperty("texts")[0].GetProperty("text").GetString());
        Assert.Equal("two", (await Call("shared-value", "title", "write", "two")).GetProperty("latest").GetProperty("text").GetString());
        await Call("stock", "tickets", "restock", "10");
        Assert.Equal(7, (await Call("stock", "tickets", "take", "3")).GetProperty("value").GetInt64());
        Assert.Equal("insufficient-stock", await Refused("stock", "tickets", "take", "8"));

        foreach (var (grain, key) in new[] { ("shared-counter", "hits"), ("shared-set", "words"), ("shared-map", "settings"), ("shared-register", "note"), ("shared-value", "title"), ("stock", "tickets") })
        {
            var shown = await Aactl.Run("call", grain, key, "get", "--data", Data);
            Assert.True(shown.ExitCode == 0, shown.Error);
            Assert.NotEmpty(shown.Output);
        }
    }

    [Fact]
    public async Task A_refusal_is_one_paragraph()
    {
        var refused = await Aactl.Run("call", "account", "nobody", "balance", "--data", Data);

        Assert.Equal(1, refused.ExitCode);
        Assert.Empty(refused.Output);
        Assert.Single(refused.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Each_silo_answers_by_http()
    {
        using var http = new HttpClient();
        foreach (var url in region.Up.Urls)
        {
            using var answer = await http.GetAsync(new Uri(url, "/v1/counters/http"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_database_is_up_to_date()
    {
        Assert.Equal(0, (await Aactl.Run("db", "status", "--data", Data)).ExitCode);
        var migrated = await Aactl.Run("db", "migrate", "--json", "--data", Data);
        Assert.Equal(0, migrated.ExitCode);
        Assert.Equal(0, migrated.Json.GetProperty("applied").GetArrayLength());
    }

    [Fact]
    public async Task The_keys_status_of_a_region_without_encryption_names_no_key_and_counts_what_is_not_encrypted()
    {
        await Call("counter", "keys", "add", "1");
        var status = await Aactl.Run("keys", "status", "--json", "--data", Data);

        Assert.True(status.ExitCode == 0, status.Error);
        Assert.Equal(0, status.Json.GetProperty("ringKeys").GetArrayLength());
        Assert.True(status.Json.GetProperty("unencrypted").GetInt64() > 0);
        Assert.Contains("values are not encrypted", (await Aactl.Run("keys", "status", "--data", Data)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_region_in_the_same_folder_is_refused()
    {
        var second = await Aactl.Run("up", "--data", Data);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("runs already in the data folder", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demanded_port_in_use_is_refused_and_named()
    {
        using var folder = new RegionDataFolder();
        var port = region.Up.Urls[1].Port;
        var second = await Aactl.Run("up", "--silos", "1", "--http-port", $"{port}", "--data", folder.Path);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"Port {port} is in use", second.Error, StringComparison.Ordinal);
    }

    private async Task<System.Text.Json.JsonElement> Call(params string[] arguments)
    {
        var result = await Aactl.Run(["call", "--json", "--data", Data, .. arguments]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json;
    }

    private async Task<string?> Refused(params string[] arguments)
    {
        var result = await Aactl.Run(["call", "--json", "--data", Data, .. arguments]);
        Assert.Equal(1, result.ExitCode);
        return result.Json.GetProperty("error").GetProperty("code").GetString();
    }
}
