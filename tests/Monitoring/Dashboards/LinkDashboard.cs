using static ActiveActive.Tests.Monitoring.Dashboards.Ask;
using static ActiveActive.Tests.Monitoring.Dashboards.PanelKind;

namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>What regions take from each other: how far behind, how much waits, what could not be merged.</summary>
internal static class LinkDashboard
{
    public static Dashboard Build() => new(
        "link",
        "ActiveActive / Link",
        "How far is a region behind another one, how much waits, when will it have caught up, and what could not be merged?",
        [Variable.Region, Variable.Origin],
        [Lag(), Backlog(), Merging()]);

    private static Row Lag() => new(
        "How far behind",
        new Panel(States, "Links", Units.State, "Whether the link works on which a region takes from the other one. While it is down, a third region may pass changes on.",
            new Query($"max by (region, peer) (activeactive_replication_link_up{{{Ask.Regions}, peer=~\"$origin\"}})", "{{region}} from {{peer}}")),
        new Panel(Lines, "Watermark age", Units.Seconds, "The age of the newest that the region has of the other one: about a second when all is well, also when nobody writes; it grows when a link is cut.",
            new Query($"region_origin:replication_watermark_age_seconds:max{{{Ask.Links}}}", "{{region}} of {{origin}}")),
        new Panel(Lines, "Event lag", Units.Seconds, "From a commit to its merge in the region, of what is merged at that moment.",
            new Query(Or0(Quantile(0.5, "activeactive_replication_lag_seconds", Ask.Links, "region, origin")), "{{region}} of {{origin}} p50"),
            new Query(Or0(Quantile(0.99, "activeactive_replication_lag_seconds", Ask.Links, "region, origin")), "{{region}} of {{origin}} p99")));

    private static Row Backlog() => new(
        "What waits",
        new Panel(Lines, "Batches", Units.Count, "Batches that are known to exist and are not applied.", new Query($"region_origin:replication_backlog:max{{{Ask.Links}}}", "{{region}} of {{origin}}")) { Width = 6 },
        new Panel(Lines, "Bytes", Units.Bytes, "What of it is known by size.", new Query($"region_origin:replication_backlog_bytes:max{{{Ask.Links}}}", "{{region}} of {{origin}}")) { Width = 6 },
        new Panel(Lines, "Caught up in", Units.Seconds, "Estimate at the present rate; 0 when nothing waits, no line while it grows.",
            new Query($"region_origin:replication_catch_up_seconds:max{{{Ask.Links}}}", "{{region}} of {{origin}}"))
        { Width = 6 },
        new Panel(Lines, "Applied", Units.PerSecond, "Changes that are merged in a second.",
            new Query(Or0($"sum by (region, origin) ({Rate("activeactive_replication_applied_total", Ask.Links)})"), "{{region}} of {{origin}}"))
        { Width = 6 });

    private static Row Merging() => new(
        "What merging found",
        new Panel(Lines, "Put aside", Units.Count, "Changes that cannot be merged and wait for somebody's decision: aactl dead-letters list.",
            new Query($"region_origin:replication_dead_letters:max{{{Ask.Links}}}", "{{region}} of {{origin}}")),
        new Panel(Lines, "Conflicts", Units.PerSecond, "By type of grain, and what became of the value: discarded, or shown beside the other one (concurrent).",
            new Query(Or0($"sum by (region, grain_type, kind) ({Rate("activeactive_replication_conflicts_total", Ask.Regions)})"), "{{region}} {{grain_type}} {{kind}}")),
        new Panel(Lines, "Residency", Units.PerSecond, "Refused: calls for grains that the region may not hold (write), and changes stopped on their way out (send) or in (receive); the last two must not happen.",
            new Query(Or0($"sum by (region, reason) ({Rate("activeactive_residency_refusals_total", Ask.Regions)})"), "{{region}} {{reason}}")),
        new Panel(Stat, "Rows found different", Units.Count, "Rows that differ though both regions applied the same, found by comparisons since the silos' start.",
            new Query(Or0($"sum by (region) (activeactive_replication_divergence_found_total{{{Ask.Regions}}})"), "{{region}}"))
        { Width = 12, Warning = 1, Critical = 1 },
        new Panel(Stat, "Rows mended", Units.Count, "Rows that repair has mended since the silos' start.",
            new Query(Or0($"sum by (region) (activeactive_replication_divergence_repaired_total{{{Ask.Regions}}})"), "{{region}}"))
        { Width = 12 });
}
