using static ActiveActive.Tests.Monitoring.Dashboards.Ask;
using static ActiveActive.Tests.Monitoring.Dashboards.PanelKind;

namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>Rate, errors and duration by type of grain.</summary>
internal static class GrainTypeDashboard
{
    private const string Calls = "activeactive_call_duration_seconds";

    public static Dashboard Build() => new(
        "grain-type",
        "ActiveActive / Grain type",
        "How often is each type of grain called, how long does it take, how often does it fail, and how many of it are in memory?",
        [Variable.Region, Variable.Grain],
        [
            new Row(
                "Calls",
                new Panel(Lines, "Calls", Units.CallsPerSecond, "By type of grain.", new Query(Or0($"sum by (region, grain) ({Rate($"{Calls}_count", Grains)})"), "{{region}} {{grain}}")),
                new Panel(Lines, "Failed", Units.CallsPerSecond, "Calls that ended with an error.",
                    new Query(Or0($"sum by (region, grain) ({Rate($"{Calls}_count", $"{Grains}, outcome=\"error\"")})"), "{{region}} {{grain}}")),
                new Panel(Lines, "Refused", Units.CallsPerSecond, "Calls to which the service said no: too little money, a wrong version, another region's grain.",
                    new Query(Or0($"sum by (region, grain) ({Rate($"{Calls}_count", $"{Grains}, outcome=\"refused\"")})"), "{{region}} {{grain}}"))),
            new Row(
                "Latency",
                new Panel(Lines, "p50", Units.Seconds, "Half of the calls take at most so long.", new Query(Or0(Quantile(0.5, Calls, Grains, "region, grain")), "{{region}} {{grain}}")),
                new Panel(Lines, "p99", Units.Seconds, "99 of 100 do.", new Query(Or0(Quantile(0.99, Calls, Grains, "region, grain")), "{{region}} {{grain}}")),
                new Panel(Lines, "Mean", Units.Seconds, "Times the rate, it is how many calls are in the silos at once.", new Query(Or0(Mean(Calls, Grains, "region, grain")), "{{region}} {{grain}}"))),
            new Row(
                "Memory and repetition",
                new Panel(Stacked, "Activations", Units.Count, "Grains in memory.", new Query($"sum by (region, grain) (activeactive_activations{{{Ask.Regions}, grain=~\"$grain\"}})", "{{region}} {{grain}}")),
                new Panel(Lines, "Retries", Units.PerSecond, "Calls that came as a second or later attempt.",
                    new Query(Or0($"sum by (region, grain) ({Rate("activeactive_call_retries_total", Grains)})"), "{{region}} {{grain}}")),
                new Panel(Lines, "Duplicates", Units.PerSecond, "Calls that were answered from the stored reply and not applied again.",
                    new Query(Or0($"sum by (region, grain) ({Rate("activeactive_call_duplicates_total", Grains)})"), "{{region}} {{grain}}"))),
        ]);
}
