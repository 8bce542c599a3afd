using static ActiveActive.Tests.Monitoring.Dashboards.Ask;
using static ActiveActive.Tests.Monitoring.Dashboards.PanelKind;

namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>The regions' databases, and how silos commit to them.</summary>
internal static class StorageDashboard
{
    private const string Duration = "activeactive_flush_duration_seconds";
    private const string Wait = "activeactive_flush_wait_seconds";
    private const string Writes = "activeactive_flush_writes";

    public static Dashboard Build() => new(
        "storage",
        "ActiveActive / Storage",
        "Are the regions' databases there, how fast do they commit, and what of them is about to run out?",
        [Variable.Region],
        [Database(), Commits(), Secrets()]);

    private static Row Database() => new(
        "Database",
        new Panel(States, "Reached", Units.State, "Whether each silo reaches its region's database.", new Query($"activeactive_database_up{{{Ask.Regions}}}", "{{region}} {{silo}}")),
        new Panel(Lines, "Connections", Units.Count, "In use, and the most that the server takes.",
            new Query($"max by (region) (activeactive_database_connections{{{Ask.Regions}}})", "{{region}}"),
            new Query($"max by (region) (activeactive_database_connections_max{{{Ask.Regions}}})", "{{region}} most")),
        new Panel(Lines, "Oldest transaction", Units.Seconds, "While it is open, no dead row goes: above minutes, writes become slower.",
            new Query($"region:database_oldest_transaction_seconds:max{{{Ask.Regions}}}", "{{region}}")),
        new Panel(Lines, "Size", Units.Bytes, "Of the region's database.", new Query($"region:database_size_bytes:max{{{Ask.Regions}}}", "{{region}}")),
        new Panel(Lines, "Growth", Units.BytesPerSecond, "Of its size, over the last hour.", new Query($"deriv(region:database_size_bytes:max{{{Ask.Regions}}}[1h])", "{{region}}")),
        new Panel(Lines, "Replication log", Units.Bytes, "Tables of the log. It is kept for some days, and for as long as a region does not have it.",
            new Query($"region:database_log_size_bytes:max{{{Ask.Regions}}}", "{{region}}")));

    private static Row Commits() => new(
        "Group commit",
        new Panel(Lines, "Flush", Units.Seconds, "From sending a flush to its answer.",
            new Query(Or0(Quantile(0.5, Duration, Ask.Regions, "region")), "{{region}} p50"),
            new Query(Or0(Quantile(0.99, Duration, Ask.Regions, "region")), "{{region}} p99")),
        new Panel(Lines, "Wait", Units.Seconds, "How long a flush's oldest write had waited before it was sent.",
            new Query(Or0(Quantile(0.5, Wait, Ask.Regions, "region")), "{{region}} p50"),
            new Query(Or0(Quantile(0.99, Wait, Ask.Regions, "region")), "{{region}} p99")),
        new Panel(Lines, "Writes in a flush", Units.Count, "Mean. It grows by itself with the load.", new Query(Or0(Mean(Writes, Ask.Regions, "region")), "{{region}}")),
        new Panel(Lines, "Writes and flushes", Units.PerSecond, "Rows of state that are written, and commits that it takes.",
            new Query(Or0($"sum by (region) ({Rate($"{Writes}_sum", Ask.Regions)})"), "{{region}} writes"),
            new Query(Or0($"sum by (region) ({Rate($"{Writes}_count", Ask.Regions)})"), "{{region}} flushes")),
        new Panel(Lines, "Queue", Units.Count, "Writes that wait or are under way, by silo.", new Query($"activeactive_flush_queue{{{Ask.Regions}}}", "{{region}} {{silo}}")) { Width = 4 },
        new Panel(Lines, "Queue by size", Units.Bytes, "Bytes of the writes that wait or are under way, by silo.", new Query($"activeactive_flush_queue_bytes{{{Ask.Regions}}}", "{{region}} {{silo}}")) { Width = 6 },
        new Panel(Lines, "Splits", Units.PerSecond, "Flushes that were sent again in halves, because something in them could not be stored.",
            new Query(Or0($"sum by (region) ({Rate("activeactive_flush_splits_total", Ask.Regions)})"), "{{region}}"))
        { Width = 6 });

    private static Row Secrets() => new(
        "Encryption",
        new Panel(Stat, "Age of the primary key", Units.Seconds, "Since when the present key wraps new data keys; 0 where encryption is off. Change it at least once a year.",
            new Query(Or0($"max by (region) (activeactive_encryption_key_age_seconds{{{Ask.Regions}}})"), "{{region}}"))
        { Width = 24, Warning = 31_536_000 });
}
