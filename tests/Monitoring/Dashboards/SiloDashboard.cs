using static ActiveActive.Tests.Monitoring.Dashboards.Ask;
using static ActiveActive.Tests.Monitoring.Dashboards.PanelKind;

namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>One silo: what it serves, what it has in memory, and what its process uses.</summary>
internal static class SiloDashboard
{
    private const string Calls = "activeactive_call_duration_seconds";

    public static Dashboard Build() => new(
        "silo",
        "ActiveActive / Silo",
        "What does a silo serve, what does it hold, and what does its process use?",
        [Variable.Region, Variable.Silo],
        [Service(), Process(), Checks()]);

    private static Row Service() => new(
        "Service",
        new Panel(States, "Answers", Units.State, "Whether it answers Prometheus.", new Query($"up{{job=\"activeactive\", {Silos}}}", "{{region}} {{silo}}")),
        new Panel(Lines, "Calls", Units.CallsPerSecond, "Calls to its grains.", new Query(Or0BySilo($"sum by (region, silo) ({Rate($"{Calls}_count", Silos)})"), "{{region}} {{silo}}")),
        new Panel(Lines, "Latency p99", Units.Seconds, "99 of 100 calls take at most so long on the silo.", new Query(Or0BySilo(Quantile(0.99, Calls, Silos, "region, silo")), "{{region}} {{silo}}")),
        new Panel(Stacked, "Activations", Units.Count, "Grains in its memory, by type.", new Query($"sum by (region, silo, grain) (activeactive_activations{{{Silos}}})", "{{region}} {{silo}} {{grain}}")),
        new Panel(Lines, "Writes that wait", Units.Count, "Writes in its queue to the database. At MaxQueuedWrites (100,000) further ones are refused.",
            new Query($"activeactive_flush_queue{{{Silos}}}", "{{region}} {{silo}}")),
        new Panel(Lines, "HTTP requests", Units.CallsPerSecond, "What HTTP callers asked of it, health checks and metrics included.",
            new Query(Or0BySilo($"sum by (region, silo) ({Rate("http_server_request_duration_seconds_count", Silos)})"), "{{region}} {{silo}}")));

    private static Row Process() => new(
        "Process",
        new Panel(Lines, "Processor time", Units.Count, "Processors in use, user and system together.",
            new Query(Or0BySilo($"sum by (region, silo) ({Rate("dotnet_process_cpu_time_seconds_total", Silos)})"), "{{region}} {{silo}}")),
        new Panel(Lines, "Memory", Units.Bytes, "Working set: what the process holds of the machine's memory.", new Query($"dotnet_process_memory_working_set_bytes{{{Silos}}}", "{{region}} {{silo}}")),
        new Panel(Lines, "Garbage collection", Units.Share, "Share of the time in which the process stood still for it.",
            new Query(Or0BySilo($"sum by (region, silo) ({Rate("dotnet_gc_pause_time_seconds_total", Silos)})"), "{{region}} {{silo}}")),
        // A length, though .NET calls it a counter.
        new Panel(Lines, "Thread pool queue", Units.Count, "Work that waits for a thread. Not near 0 for seconds: the silo is too slow to answer in time.",
            new Query($"dotnet_thread_pool_queue_length_total{{{Silos}}}", "{{region}} {{silo}}")),
        new Panel(Lines, "Exceptions", Units.PerSecond, "Exceptions that were thrown, handled ones included.",
            new Query(Or0BySilo($"sum by (region, silo) ({Rate("dotnet_exceptions_total", Silos)})"), "{{region}} {{silo}}")),
        new Panel(Lines, "Bytes that wait", Units.Bytes, "Of writes in its queue to the database. At MaxQueuedBytes (256 MiB) further ones are refused.", new Query($"activeactive_flush_queue_bytes{{{Silos}}}", "{{region}} {{silo}}")));

    private static Row Checks() => new(
        "Checks",
        new Panel(Table, "Named checks", Units.Count, "1: the check fails. GET /health on the silo says what it found and what to do.",
            new Query($"max by (region, silo, severity, check) (activeactive_health_check{{{Silos}}})", "Fails")));
}
