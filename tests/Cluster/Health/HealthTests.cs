using System.Diagnostics;
using ActiveActive.Silo;
using ActiveActive.Silo.Health;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Health;

/// <summary>What a silo says of its life and health while things happen to it.</summary>
public sealed class HealthTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_database_that_hangs_holds_up_no_answer_fails_its_check_and_ends_neither_life_nor_readiness()
    {
        await using var silo = await WebSilo.Start(postgres);
        await Eventually.Holds(async () => await silo.Check(CheckNames.Database) == "ok" && await silo.Check(CheckNames.DatabaseConnections) == "ok", "the checks have looked at the database");
        silo.Relay.Hang();
        await Eventually.Holds(
            async () =>
            {
                var began = Stopwatch.GetTimestamp();
                var failing = await silo.Check(CheckNames.Database) == "failing" && await silo.Check(CheckNames.DatabaseConnections) == "unknown";
                Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 10); // the database hangs until it is let go
                return failing;
            },
            "the database's check fails, and what it would have told is unknown");
        var health = await silo.Get("/health");
        Assert.Equal((503, "critical"), (health.Status, health.Json.GetProperty("status").GetString()));
        Assert.Equal(200, (await silo.Get("/health/live")).Status);
        Assert.Equal(200, (await silo.Get("/health/startup")).Status);
        Assert.Equal(200, (await silo.Get("/health/ready")).Status); // what is in memory is read

        silo.Relay.Pass();
        await Eventually.Holds(async () => await silo.Check(CheckNames.Database) == "ok" && await silo.Check(CheckNames.DatabaseConnections) == "ok", "the checks are well again");
    }

    [Fact]
    public async Task A_silo_is_not_ready_before_it_drains_and_still_serves()
    {
        await using var silo = await WebSilo.Start(postgres, static options => options.DrainDelay = TimeSpan.FromSeconds(3));
        Assert.Equal(200, (await silo.Get("/health/ready")).Status);
        var stopping = silo.Stop();
        await Eventually.Holds(async () => (await silo.Get("/health/ready")).Status == 503, "it is not ready", TimeSpan.FromSeconds(2));
        Assert.Contains("leaving", (await silo.Get("/health/ready")).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await silo.Get("/health/live")).Status);
        Assert.Equal(200, (await silo.Get("/v1/counters/drain")).Status);
        Assert.False(stopping.IsCompleted);
        await stopping;
    }

    [Fact]
    public async Task A_silo_that_the_others_have_declared_dead_is_not_ready_and_lives()
    {
        await using var silo = await WebSilo.Start(postgres);
        await using (var evict = silo.Database.CreateCommand("update OrleansMembershipTable set Status = 6; update OrleansMembershipVersionTable set Version = Version + 1"))
        {
            await evict.ExecuteNonQueryAsync();
        }

        await Eventually.Holds(async () => (await silo.Get("/health/ready")).Status == 503, "it is not ready");
        Assert.Contains("declared this silo dead", (await silo.Get("/health/ready")).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await silo.Get("/health/live")).Status);
        await Eventually.Holds(async () => await silo.Check(CheckNames.Membership) == "failing", "the check of membership fails");
    }

    [Fact]
    public async Task Health_names_every_check_that_is_used_with_what_to_do_and_says_nothing_secret()
    {
        await using var silo = await WebSilo.Start(postgres, static options =>
        {
            options.Health.Off.Add(CheckNames.TlsSilos);
            options.Health.Severity[CheckNames.Encryption] = HealthSeverity.Critical;
            options.Health.DatabaseSizeLimit = 1000;
        });
        await Eventually.Holds(async () => !(await silo.Get("/health")).Text.Contains("Not looked at yet", StringComparison.Ordinal), "all checks have looked");
        var health = await silo.Get("/health");
        var checks = health.Json.GetProperty("checks").EnumerateArray().ToDictionary(static check => check.GetProperty("name").GetString()!);
        string[] unused = [CheckNames.TlsSilos, CheckNames.TlsReplication, CheckNames.Certificate, CheckNames.KeyAge, CheckNames.Residency];
        Assert.Equal(CheckNames.All.Except(unused), checks.Keys);
        Assert.Equal(CheckNames.TlsSilos, health.Json.GetProperty("off")[0].GetString());

        var size = checks[CheckNames.DatabaseSize];
        Assert.Equal(("failing", "critical", 800, "By"), (size.GetProperty("status").GetString(), size.GetProperty("severity").GetString(), size.GetProperty("threshold").GetDouble(), size.GetProperty("unit").GetString()));
        Assert.True(size.GetProperty("value").GetDouble() > 1_000_000);
        Assert.Contains("more room", size.GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.InRange(size.GetProperty("ageSeconds").GetDouble(), 0, 10);
        Assert.Equal(("failing", "critical"), (checks[CheckNames.Encryption].GetProperty("status").GetString(), checks[CheckNames.Encryption].GetProperty("severity").GetString()));

        // A database of today needs no backup yet, and nothing here leaves the machine.
        Assert.All([CheckNames.Backup, CheckNames.TlsHttp, CheckNames.TlsDatabase, CheckNames.Memory, CheckNames.Clock, CheckNames.ReplicationLog, CheckNames.FlushQueueBytes], name => Assert.Equal("ok", checks[name].GetProperty("status").GetString()));
        Assert.Equal(10, health.Json.GetProperty("maxConnections").GetInt32());
        Assert.All(["Host", "Password", "Username", $"{silo.Relay.Port}"], word => Assert.DoesNotContain(word, health.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_load_is_told_to_an_autoscaler()
    {
        await using var silo = await WebSilo.Start(postgres, static options => (options.Scaling.Period, options.Scaling.Minimum, options.Scaling.Maximum) = (TimeSpan.FromSeconds(1), 3, 7));
        await Eventually.Holds(async () => (await silo.Get("/v1/scale")).Status == 200, "the load is known");
        var scale = (await silo.Get("/v1/scale")).Json;
        Assert.Equal((3, 1, 3, 7), (scale.GetProperty("wanted").GetInt32(), scale.GetProperty("silos").GetInt32(), scale.GetProperty("minimum").GetInt32(), scale.GetProperty("maximum").GetInt32()));
        Assert.InRange(scale.GetProperty("loads")[0].GetProperty("cpu").GetDouble(), 0, 1.5);
        Assert.NotEmpty(scale.GetProperty("reason").GetString()!);
    }
}
