using ActiveActive.Silo.Scaling;

namespace ActiveActive.Silo.Http.Scaling;

/// <summary>What <c>/v1/scale</c> answers.</summary>
/// <param name="Region">The region.</param>
/// <param name="Wanted">How many silos the load wants.</param>
/// <param name="Silos">How many serve.</param>
/// <param name="Minimum">The fewest that are ever wanted.</param>
/// <param name="Maximum">The most.</param>
/// <param name="Utilization">The figure that is furthest above its target, as a fraction of it.</param>
/// <param name="Reason">Why so many are wanted, in words.</param>
/// <param name="AgeSeconds">How old it is.</param>
/// <param name="DecidedBy">The silo that worked it out.</param>
/// <param name="Signals">The figures.</param>
/// <param name="Loads">Those of each silo.</param>
internal sealed record ScaleReport(
    string Region,
    int Wanted,
    int Silos,
    int Minimum,
    int Maximum,
    double Utilization,
    string Reason,
    double AgeSeconds,
    string DecidedBy,
    IReadOnlyList<ScaleReport.Signal> Signals,
    IReadOnlyList<ScaleReport.Load> Loads)
{
    public static ScaleReport Of(ScaleAdvice advice, ActiveActiveOptions options) => new(
        options.Region,
        advice.Wanted,
        advice.Silos,
        options.Scaling.Minimum,
        options.Scaling.Maximum,
        Round(advice.Signals.Select(static signal => signal.Ratio).DefaultIfEmpty().Max()),
        advice.Reason,
        Round(advice.AgeSeconds),
        advice.DecidedBy,
        [.. advice.Signals.Select(static signal => new Signal(signal.Name, Round(signal.Value), Round(signal.Target), signal.Unit, signal.Wants, signal.Note))],
        [.. advice.Loads.Select(load => new Load(
            load.Silo,
            Round(load.Cpu),
            Round(load.PoolWait),
            load.FlushWait is { } wait ? Round(wait) : null,
            LatencyBuckets.Quantile(load.Latencies, options.Scaling.SloFraction, 1) is { } latency ? Round(latency) : null,
            Round(load.Uptime)))]);

    private static double Round(double value) => Math.Round(value, 6);

    /// <summary>One figure of the region.</summary>
    internal sealed record Signal(string Name, double Value, double Target, string Unit, int Wants, string? Note);

    /// <summary>What one silo has to do.</summary>
    internal sealed record Load(string Silo, double Cpu, double PoolWaitSeconds, double? FlushWaitSeconds, double? LatencySeconds, double UptimeSeconds);
}
