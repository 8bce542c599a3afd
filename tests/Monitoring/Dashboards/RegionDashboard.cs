using static ActiveActive.Tests.Monitoring.Dashboards.Ask;
using static ActiveActive.Tests.Monitoring.Dashboards.PanelKind;

namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>One region: how its load lies on its silos, and what became of silos.</summary>
internal static class RegionDashboard
{
    private const string Calls = "activeactive_call_duration_seconds";

    public static Dashboard Build() => new(
        "region",
        "ActiveActive / Region",
        "How does a region serve, how does its load lie on its silos, and what became of silos?",
        [Variable.Region],
        [Service(), Spread(), Membership()]);

    private static Row Service() => new(
        "Service",
        new Panel(Stacked, "Calls by outcome", Units.CallsPerSecond, "ok: answered. refused: the service said no, as it should. error: everything else.",
            new Query(Or0($"sum by (region, outcome) ({Rate($"{Calls}_count", Ask.Regions)})"), "{{region}} {{outcome}}")),
        new Panel(Lines, "Latency", Units.Seconds, "Time of a call on its silo.",
            new Query(Or0(Quantile(0.5, Calls, Ask.Regions, "region")), "{{region}} p50"),
            new Query(Or0(Quantile(0.9, Calls, Ask.Regions, "region")), "{{region}} p90"),
            new Query(Or0(Quantile(0.99, Calls, Ask.Regions, "region")), "{{region}} p99"),
            new Query(Or0(Quantile(0.999, Calls, Ask.Regions, "region")), "{{region}} p99.9")),
        new Panel(Lines, "Retries and duplicates", Units.PerSecond, "Calls that came as a second or later attempt, and those that were answered from the stored reply instead of being applied again.",
            new Query(Or0($"sum by (region) ({Rate("activeactive_call_retries_total", Ask.Regions)})"), "{{region}} retries"),
            new Query(Or0($"sum by (region) ({Rate("activeactive_call_duplicates_total", Ask.Regions)})"), "{{region}} duplicates")),
        new Panel(Lines, "Burn rate of the error budget", Units.Count, "1 uses the budget up in 30 days. Somebody is woken at 14.4 over an hour or 6 over six hours.",
            new Query($"region:call_errors:ratio_rate5m{{{Ask.Regions}}} / 0.001", "{{region}} 5 min"),
            new Query($"region:call_errors:ratio_rate1h{{{Ask.Regions}}} / 0.001", "{{region}} 1 h"),
            new Query($"region:call_errors:ratio_rate6h{{{Ask.Regions}}} / 0.001", "{{region}} 6 h"))
        { Width = 12 },
        new Panel(Lines, "Burn rate of the latency budget", Units.Count, "The same for calls above 250 ms.",
            new Query($"region:calls_slow:ratio_rate5m{{{Ask.Regions}}} / 0.01", "{{region}} 5 min"),
            new Query($"region:calls_slow:ratio_rate1h{{{Ask.Regions}}} / 0.01", "{{region}} 1 h"),
            new Query($"region:calls_slow:ratio_rate6h{{{Ask.Regions}}} / 0.01", "{{region}} 6 h"))
        { Width = 12 });

    private static Row Spread() => new(
        "How the load lies",
        new Panel(Stacked, "Activations by silo", Units.Count, "Grains in memory. Even bands are a balanced region.",
            new Query($"sum by (region, silo) (activeactive_activations{{{Ask.Regions}}})", "{{region}} {{silo}}")),
        new Panel(Stacked, "Calls by silo", Units.CallsPerSecond, "Calls that each silo serves.",
            new Query(Or0($"sum by (region, silo) ({Rate($"{Calls}_count", Ask.Regions)})"), "{{region}} {{silo}}")),
        new Panel(Lines, "Unevenness", Units.Count, "Activations of the fullest silo, over the mean. 1 is even; above 1.25 silos move grains.",
            new Query(
                $"max by (region) (sum by (region, silo) (activeactive_activations{{{Ask.Regions}}})) / (avg by (region) (sum by (region, silo) (activeactive_activations{{{Ask.Regions}}})) > 0) or on (region) 0 * region:silos_up:sum{{{Ask.Regions}}}",
                "{{region}}")),
        new Panel(Lines, "Silos that the load wants", Units.Count, "What /v1/scale says, beside what there is.",
            new Query($"max by (region) (activeactive_scale_wanted_silos{{{Ask.Regions}}})", "{{region}} wanted"),
            new Query($"region:silos_active:max{{{Ask.Regions}}}", "{{region}} active"))
        { Width = 12 },
        new Panel(Lines, "Load", Units.Share, "The region's scaling signals, each as a share of its target: above 100 % more silos are wanted.",
            new Query($"max by (region, signal) (activeactive_scale_utilization{{{Ask.Regions}}})", "{{region}} {{signal}}"))
        { Width = 12 });

    private static Row Membership() => new(
        "Silos come and go",
        new Panel(States, "Silos", Units.State, "Whether each silo answers Prometheus.", new Query($"up{{job=\"activeactive\", {Ask.Regions}}}", "{{region}} {{silo}}")),
        new Panel(Lines, "Members by status", Units.Count, "As the silo sees it that knows most; dead counts those of the last 10 minutes.",
            new Query($"max by (region, status) (activeactive_membership_silos{{{Ask.Regions}}})", "{{region}} {{status}}")),
        new Panel(Lines, "Changes since the silos' start", Units.Count, "Joined, left, died and evicted silos, as the silo counts that has seen most.",
            new Query(Or0($"max by (region, change) (activeactive_membership_changes_total{{{Ask.Regions}}})"), "{{region}} {{change}}")),
        new Panel(Lines, "Detection, p95 of an hour", Units.Seconds, "From the last sign of life to being known dead, by what gave it away.",
            new Query($"region_cause:failover_detection:p95_1h{{{Ask.Regions}}}", "{{region}} {{cause}}"))
        { Width = 12 },
        new Panel(Lines, "Recovery, p95 of an hour", Units.Seconds, "From being known dead to the first of its grains that is served again.",
            new Query($"region_cause:failover_recovery:p95_1h{{{Ask.Regions}}}", "{{region}} {{cause}}"))
        { Width = 12 });
}
