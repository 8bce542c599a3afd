using ActiveActive.Benchmarks.Driver;
using ActiveActive.Cli.Bench.Systems;

namespace ActiveActive.Cli.Bench.Report;

/// <summary>What one system did at one level: medians over the trials.</summary>
/// <param name="System">Its name.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="InFlight">Calls that waited at any moment; 0 in an open loop.</param>
/// <param name="Rate">Calls per second that fell due; 0 in a closed loop.</param>
/// <param name="CallsPerSecond">Calls answered.</param>
/// <param name="Trials">The same of each trial, in order.</param>
/// <param name="LatencyMilliseconds">Medians of each trial's own figures. Of pgbench only the mean is known.</param>
/// <param name="Errors">Calls that failed, over all trials.</param>
/// <param name="FirstError">One of them.</param>
internal sealed record BenchFigure(
    string System, string Title, int InFlight, int Rate, double CallsPerSecond, IReadOnlyList<double> Trials, Latency LatencyMilliseconds, long Errors, string? FirstError)
{
    public static BenchFigure Of(BenchSystem system, int inFlight, int rate, IReadOnlyList<BenchResult> trials)
    {
        return new BenchFigure(
            system.Name,
            system.Title,
            inFlight,
            rate,
            BenchMath.Median(trials.Select(static trial => trial.CallsPerSecond)),
            [.. trials.Select(static trial => Math.Round(trial.CallsPerSecond, 1))],
            new Latency(
                At(static latency => latency.Mean), At(static latency => latency.P50), At(static latency => latency.P90),
                At(static latency => latency.P99), At(static latency => latency.P999), At(static latency => latency.Max)),
            trials.Sum(static trial => trial.Errors),
            trials.Select(static trial => trial.FirstError).FirstOrDefault(static error => error is not null));

        double At(Func<Latency, double> figure) => BenchMath.Median(trials.Select(trial => figure(trial.Latency)));
    }
}
