using static ActiveActive.Tests.Monitoring.Dashboards.PanelKind;

namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>One look: is every region serving, how fast, how far behind, what was just lost, is anything about to run out.</summary>
internal static class OverviewDashboard
{
    public static Dashboard Build() => new(
        "overview",
        "ActiveActive / Overview",
        "Is every region serving, how fast, how far behind, what was just lost, and is anything about to run out?",
        [Variable.Region],
        [Now(), Regions(), Service(), Lost(), Between(), RunningOut()]);

    private static Row Now() => new(
        "Now",
        new Panel(Stat, "Regions that serve", Units.Count, "Regions of which at least one silo answers.",
            new Query($"count(region:silos_up:sum{{{Ask.Regions}}} > 0) or vector(0)", "regions"))
        { LowIsBad = true, Critical = 1 },
        new Panel(Stat, "Silos missing", Units.Count, "Silos that Prometheus knows and that do not answer.",
            new Query($"sum(region:silos_expected:count{{{Ask.Regions}}}) - sum(region:silos_up:sum{{{Ask.Regions}}})", "silos"))
        { Warning = 1, Critical = 2 },
        new Panel(Stat, "Calls", Units.CallsPerSecond, "Calls to grains that all regions answer in a second, mean of 5 minutes. The framework's own grains are in it, Orleans' are not.",
            new Query($"sum(region:calls:rate5m{{{Ask.Regions}}})", "calls")),
        new Panel(Stat, "Failed calls", Units.Share, "Share of the calls that end with an error, mean of 5 minutes. The objective is 0.1 %; refusals are answers.",
            new Query($"sum(region:call_errors:rate5m{{{Ask.Regions}}}) / (sum(region:calls:rate5m{{{Ask.Regions}}}) > 0) or vector(0)", "failed"))
        { Warning = 0.001, Critical = 0.0144 },
        new Panel(Stat, "Latency p99, worst region", Units.Seconds, "99 of 100 calls take at most so long in the slowest region. The objective is 250 ms.",
            new Query($"max(region:call_duration:p99_5m{{{Ask.Regions}}})", "p99"))
        { Warning = 0.25, Critical = 1 },
        new Panel(Stat, "Furthest behind", Units.Seconds, "The age of the newest that a region has of another one, worst pair. About a second when all is well, also when nobody writes; it grows when a link is cut.",
            new Query($"max(region_origin:replication_watermark_age_seconds:max{{{Ask.Regions}}}) or vector(0)", "age"))
        { Warning = 10, Critical = 60 },
        new Panel(Stat, "Silos lost in 10 min", Units.Count, "Silos that died or were evicted.",
            new Query($"sum(region:silos_lost:increase10m{{{Ask.Regions}}})", "silos"))
        { Warning = 1, Critical = 3 },
        new Panel(Stat, "Firing alerts", Units.Count, "Alerts of these rules that fire now. Each has a section in docs/operations.md.",
            new Query("count(ALERTS{alertname=~\"ActiveActive.*\", alertstate=\"firing\"}) or vector(0)", "alerts"))
        { Warning = 1, Critical = 5 });

    private static Row Regions() => new(
        "Regions",
        new Panel(Table, "Regions", Units.Count, "One line for each region; its name leads to its dashboard.",
            new Query($"region:silos_up:sum{{{Ask.Regions}}}", "Silos up"),
            new Query($"region:silos_expected:count{{{Ask.Regions}}}", "Silos"),
            new Query($"region:calls:rate5m{{{Ask.Regions}}}", "Calls"),
            new Query($"region:call_errors:ratio_rate5m{{{Ask.Regions}}}", "Failed"),
            new Query($"region:call_duration:p99_5m{{{Ask.Regions}}}", "p99"),
            new Query($"max by (region) (region_origin:replication_watermark_age_seconds:max{{{Ask.Regions}}})", "Behind"),
            new Query($"sum by (region) (region_origin:replication_backlog:max{{{Ask.Regions}}})", "Batches waiting"),
            new Query($"sum by (region) (region_origin:replication_dead_letters:max{{{Ask.Regions}}})", "Put aside"),
            new Query($"region:database_up:max{{{Ask.Regions}}}", "Database"))
        {
            ColumnUnits = new Dictionary<string, string>
            {
                ["Calls"] = Units.CallsPerSecond,
                ["Failed"] = Units.Share,
                ["p99"] = Units.Seconds,
                ["Behind"] = Units.Seconds,
                ["Database"] = Units.State,
            },
        });

    private static Row Service() => new(
        "Service",
        new Panel(Lines, "Calls", Units.CallsPerSecond, "Calls to grains by region.", new Query($"region:calls:rate5m{{{Ask.Regions}}}", "{{region}}")),
        new Panel(Lines, "Latency", Units.Seconds, "Time of a call on its silo, median and 99th percentile. The objective is 250 ms for 99 of 100.",
            new Query($"region:call_duration:p50_5m{{{Ask.Regions}}}", "{{region}} p50"),
            new Query($"region:call_duration:p99_5m{{{Ask.Regions}}}", "{{region}} p99")),
        new Panel(Lines, "Failed calls", Units.Share, "Share of the calls that end with an error.", new Query($"region:call_errors:ratio_rate5m{{{Ask.Regions}}}", "{{region}}")),
        new Panel(Stat, "Error budget left", Units.Share, "What is left of the error budget of 30 days, if the last 3 days go on. Below 0 the objective is missed.",
            new Query($"region:availability_budget_left:ratio{{{Ask.Regions}}}", "{{region}}"))
        { Width = 12, LowIsBad = true, Critical = 0, Warning = 0.5 },
        new Panel(Stat, "Latency budget left", Units.Share, "The same for calls above 250 ms.",
            new Query($"region:latency_budget_left:ratio{{{Ask.Regions}}}", "{{region}}"))
        { Width = 12, LowIsBad = true, Critical = 0, Warning = 0.5 });

    private static Row Lost() => new(
        "Lost and moved",
        new Panel(Lines, "Silos", Units.Count, "Members that are active, as the silo sees it that knows most.", new Query($"region:silos_active:max{{{Ask.Regions}}}", "{{region}}")),
        new Panel(Lines, "Silos lost in 10 min", Units.Count, "Silos that died or were evicted.", new Query($"region:silos_lost:increase10m{{{Ask.Regions}}}", "{{region}}")),
        new Panel(Lines, "Failover, p95 of an hour", Units.Seconds, "From the last sign of life to being known dead, and from there to the first of its grains that is served again. 0 when nothing was lost.",
            new Query($"region_cause:failover_detection:p95_1h{{{Ask.Regions}}}", "{{region}} {{cause}} detection"),
            new Query($"region_cause:failover_recovery:p95_1h{{{Ask.Regions}}}", "{{region}} {{cause}} recovery")));

    private static Row Between() => new(
        "Between regions",
        new Panel(Lines, "Behind", Units.Seconds, "The age of the newest that a region has of another one. It grows when a link is cut.",
            new Query($"region_origin:replication_watermark_age_seconds:max{{{Ask.Regions}}}", "{{region}} of {{origin}}")),
        new Panel(Lines, "Lag p99", Units.Seconds, "From a commit to its merge in the other region, of what was merged in the last 5 minutes.",
            new Query($"region_origin:replication_lag:p99_5m{{{Ask.Regions}}}", "{{region}} of {{origin}}")),
        new Panel(Lines, "Conflicts", Units.PerSecond, "Pairs of values that regions wrote without knowledge of each other.", new Query($"region:replication_conflicts:rate10m{{{Ask.Regions}}}", "{{region}}")));

    private static Row RunningOut() => new(
        "About to run out",
        new Panel(Lines, "Database connections", Units.Share, "Share of max_connections in use.", new Query($"region:database_connections:ratio{{{Ask.Regions}}}", "{{region}}")),
        new Panel(Lines, "Load", Units.Share, "The busiest of the region's scaling signals, as a share of its target: above 100 % more silos are wanted.", new Query($"max by (region) (activeactive_scale_utilization{{{Ask.Regions}}})", "{{region}}")),
        new Panel(Lines, "Certificates", Units.Seconds, "Time until the first certificate ends; negative when it has.",
            new Query($"min by (region, certificate) (activeactive_certificate_expiry_seconds{{{Ask.Regions}}})", "{{region}} {{certificate}}")),
        new Panel(Table, "Checks that fail", Units.Count, "Named checks of the silos: how many silos of the region each fails on.",
            new Query($"sum by (region, severity, check) (activeactive_health_check{{{Ask.Regions}}})", "Silos")));
}
