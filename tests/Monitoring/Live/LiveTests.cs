using ActiveActive.Tests.Monitoring.Dashboards;
using ActiveActive.Tests.Monitoring.Rules;
using ActiveActive.Tests.Monitoring.Servers;

namespace ActiveActive.Tests.Monitoring.Live;

/// <summary>Dashboards, rules and alerts against real regions and the real Prometheus.</summary>
public sealed class LiveTests(MonitoredRegions regions, ITestOutputHelper output) : IClassFixture<MonitoredRegions>
{
    /// <summary>What is not there before it happens, and does not happen here: each with a rule or panel that shows 0 instead.</summary>
    private static readonly string[] OnlyWithTheirEvent =
    [
        "activeactive_failover_detection_seconds_bucket",
        "activeactive_failover_recovery_seconds_bucket",
        "activeactive_flush_splits_total",
        "activeactive_replication_divergence_found_total",
        "activeactive_replication_divergence_repaired_total",
    ];

    [Fact]
    public async Task Every_panel_and_every_choice_has_data()
    {
        var queries = AllDashboards.List
            .SelectMany(static dashboard => dashboard.Panels.SelectMany(panel => panel.Queries.Select(query => ($"{dashboard.Title}, {panel.Title}, {query.Legend}", Filled(query.Expression)))))
            .Concat(AllDashboards.List.SelectMany(static dashboard => dashboard.Variables).Distinct().Select(static variable => ($"variable {variable.Name}", $"count by ({variable.ValuesOf}) ({Filled(variable.Selector)})")))
            .ToList();
        await HaveData(queries);
    }

    [Fact]
    public async Task Every_rule_is_worked_out_and_what_it_asks_for_is_there()
    {
        var prometheus = regions.Prometheus;
        await HaveData([.. RuleFiles.Rules.Where(static rule => !rule.IsAlert).Select(static rule => (rule.Name, rule.Name))]);
        await HaveData([.. RuleFiles.Alerts.SelectMany(static alert => Selectors.In(alert.Expression).Select(selector => ($"{alert.Name}, {selector}", selector)))]);
        Assert.All(await prometheus.Rules(), static rule => Assert.Equal((rule.Name, ""), rule));
        Assert.Equal(RuleFiles.Rules.Count, (await prometheus.Rules()).Count);

        // A rule that falls back on 0 hides a name that no silo knows.
        var queries = RuleFiles.Rules.Select(static rule => rule.Expression).Concat(AllDashboards.List.SelectMany(static dashboard => dashboard.Panels).SelectMany(static panel => panel.Queries).Select(static query => query.Expression));
        var wanted = queries.SelectMany(Selectors.MetricsIn).Distinct().Except(OnlyWithTheirEvent).ToList();
        string[] unknown = [];
        await Polling.Until(
            async () =>
            {
                unknown = [.. wanted.Except(await prometheus.Metrics())];
                return unknown.Length == 0;
            },
            "all metrics that are asked for have been seen",
            () => Task.FromResult(string.Join(", ", unknown)));
    }

    [Fact]
    public async Task A_killed_silo_a_region_that_is_cut_off_and_a_stopped_database_fire_their_alerts_which_end()
    {
        var prometheus = regions.Prometheus;
        await regions.Revive();
        await Polling.Until(async () => (await Firing(prometheus)).Length == 0, "nothing is wrong", () => Said(prometheus));
        await using (regions.CutOff("r3"))
        {
            await regions.Region("r1").Postgres!.StopAsync();
            await regions.Region("r2").KillSilo(2);
            await Fires(prometheus, "ActiveActiveSiloDown", ("region", "r2"), ("silo", "silo-2"));
            await Fires(prometheus, "ActiveActiveTooFewSilos", ("region", "r2"));
            await Fires(prometheus, "ActiveActiveDatabaseDown", ("region", "r1"));
            await Fires(prometheus, "ActiveActiveLinkDown", ("region", "r3"), ("peer", "r2"));
            await Fires(prometheus, "ActiveActiveLinkDown", ("region", "r2"), ("peer", "r3"));
            await Fires(prometheus, "ActiveActiveReplicationCut", ("region", "r3"), ("origin", "r2"));
            await Fires(prometheus, "ActiveActiveReplicationCut", ("region", "r2"), ("origin", "r3"));
            Assert.DoesNotContain(await Firing(prometheus), static alert => alert.Name is "ActiveActiveRegionDown");

            var said = (await Firing(prometheus)).First(static alert => alert.Name == "ActiveActiveReplicationCut" && alert.Of("region") == "r3" && alert.Of("origin") == "r2");
            Assert.Equal("Region r3 gets nothing from region r2", said.Annotations["summary"]);
            Assert.Equal("docs/operations.md#activeactivereplicationcut", said.Annotations["runbook_url"]);
            await regions.Region("r1").Postgres!.RestartAsync();
        }

        await regions.Revive();
        await Polling.Until(async () => (await Firing(prometheus)).Length == 0, "all alerts have ended", () => Said(prometheus));

        await Polling.Until(async () => (await prometheus.Query("sum(activeactive_failover_detection_seconds_count{region=\"r2\"}) > 0")).Count > 0, "the death was measured", () => Said(prometheus));
    }

    // Six silos, three databases and their callers share a few processors here, and budgets remember for long.
    private static bool IsOfThisMachine(Alert alert) => alert.Name.StartsWith("ActiveActiveCalls", StringComparison.Ordinal) || alert.Name is "ActiveActiveHealthWarning" or "ActiveActiveWantsMoreSilos";

    private static async Task<Alert[]> Firing(PrometheusServer prometheus) => [.. (await prometheus.Alerts()).Where(static alert => alert.Fires && !IsOfThisMachine(alert))];

    // All choices at once, and an interval of some looks.
    private static string Filled(string query) => query
        .Replace("$__rate_interval", "10s", StringComparison.Ordinal)
        .Replace("$region", ".*", StringComparison.Ordinal)
        .Replace("$silo", ".*", StringComparison.Ordinal)
        .Replace("$grain", ".*", StringComparison.Ordinal)
        .Replace("$origin", ".*", StringComparison.Ordinal);

    private async Task HaveData(IReadOnlyList<(string Name, string Query)> queries)
    {
        var prometheus = regions.Prometheus;
        var missing = queries.ToList();
        await Polling.Until(
            async () =>
            {
                foreach (var query in missing.ToList())
                {
                    if ((await prometheus.Query(query.Query)).Any(static sample => !double.IsNaN(sample.Value)))
                    {
                        missing.Remove(query);
                    }
                }

                return missing.Count == 0;
            },
            "every query has data",
            () => Task.FromResult($"{string.Join('\n', missing)}\n{regions.Events}"));
    }

    private async Task Fires(PrometheusServer prometheus, string name, params (string Label, string Value)[] labels)
    {
        await Polling.Until(
            async () => (await Firing(prometheus)).Any(alert => alert.Name == name && labels.All(label => alert.Of(label.Label) == label.Value)),
            $"{name}({string.Join(", ", labels)}) fires",
            () => Said(prometheus));
        output.WriteLine($"{TimeProvider.System.GetUtcNow():mm:ss.f} {name}({string.Join(", ", labels)}) fires");
    }

    private async Task<string> Said(PrometheusServer prometheus) => $"{string.Join('\n', await prometheus.Alerts())}\n{regions.Events}\n{prometheus.Words()}";
}
