using System.Globalization;

namespace ActiveActive.Silo.Scaling;

/// <summary>How many silos the load of one moment wants.</summary>
/// <remarks>
/// <para>The formula is that of Kubernetes' HorizontalPodAutoscaler (kubernetes.io, "Horizontal Pod Autoscaling", Algorithm details): wanted = ceil(silos * value / target), nothing when value / target is within the tolerance
/// of 1, and of several figures the one that wants most. As there, silos of which nothing is known, and those that have just started and are busy with that, count as idle when the others want more, and as being at the
/// target when they want fewer.</para>
/// <para>Processor time is shared by more silos, so it obeys the formula. Latency and the wait of writes need not: both grow when the database is slow, and more silos would not make it faster. They ask for
/// more only while the silos' processors are used at least half as much as they should be.</para>
/// </remarks>
internal static class ScalePlan
{
    public const string Cpu = "cpu";
    public const string PoolWait = "pool-wait";
    public const string FlushWait = "flush-wait";
    public const string Latency = "latency";

    /// <summary>How much of the time within which calls should be answered may go by waiting for a thread, and how much for a flush.</summary>
    private const double WaitShare = 0.25;

    /// <summary>Below this part of its target, processor time says that the silos wait for something else.</summary>
    private const double BusyShare = 0.5;

    /// <summary>A quantile of fewer calls says little.</summary>
    private const long LeastCalls = 100;

    /// <summary>At most twice as many at a time, or four more.</summary>
    private const int StepFactor = 2;
    private const int StepSilos = 4;

    /// <summary>A silo that has served for less long is busy with its start.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(30);

    /// <summary>Works it out.</summary>
    /// <param name="loads">Of the silos that have answered.</param>
    /// <param name="silos">How many serve.</param>
    /// <param name="options">The targets.</param>
    public static ScaleWish Wish(IReadOnlyCollection<SiloLoad> loads, int silos, ScalingOptions options)
    {
        var known = loads.Where(static load => load.Uptime >= Start.TotalSeconds).ToList();
        if (known.Count == 0)
        {
            return new ScaleWish(Math.Clamp(silos, options.Minimum, options.Maximum), "No silo has served long enough to be judged", []);
        }

        var signals = Signals(known, silos, options).ToList();
        var strongest = signals.MaxBy(static signal => signal.Wants)!;
        var wanted = Math.Clamp(Math.Min(strongest.Wants, Math.Max(silos * StepFactor, silos + StepSilos)), options.Minimum, options.Maximum);
        return new ScaleWish(wanted, Reason(strongest, silos, wanted, options) + Notes(signals), signals);
    }

    private static IEnumerable<ScaleSignal> Signals(List<SiloLoad> known, int silos, ScalingOptions options)
    {
        var wait = options.Slo.TotalSeconds * WaitShare;
        var cpu = known.Average(static load => load.Cpu);
        var isBusy = cpu >= options.TargetUtilization * BusyShare;
        yield return Signal(Cpu, cpu, options.TargetUtilization, "1", mayAsk: true);
        yield return Signal(PoolWait, known.Average(static load => load.PoolWait), wait, "s", mayAsk: true);
        if (known.Where(static load => load.FlushWait is not null).Select(static load => load.FlushWait!.Value).ToList() is { Count: > 0 } waits)
        {
            yield return Signal(FlushWait, waits.Average(), wait, "s", isBusy);
        }

        var calls = new long[LatencyBuckets.Count];
        foreach (var load in known.Where(static load => load.Latencies.Length == LatencyBuckets.Count))
        {
            for (var bucket = 0; bucket < calls.Length; bucket++)
            {
                calls[bucket] += load.Latencies[bucket];
            }
        }

        if (LatencyBuckets.Quantile(calls, options.SloFraction, LeastCalls) is { } latency)
        {
            yield return Signal(Latency, latency, options.Slo.TotalSeconds, "s", isBusy);
        }

        ScaleSignal Signal(string name, double value, double target, string unit, bool mayAsk)
        {
            var wants = Wants(value / target, known.Count, silos, options.Tolerance);
            return wants > silos && !mayAsk
                ? new ScaleSignal(name, value, target, unit, silos, "above its target, but the silos have little to do: look at the database, more silos would not help")
                : new ScaleSignal(name, value, target, unit, wants, null);
        }
    }

    private static int Wants(double ratio, int known, int silos, double tolerance)
    {
        if (Math.Abs(ratio - 1) <= tolerance)
        {
            return silos;
        }

        var missing = silos - known;
        var all = ratio > 1 ? ratio * known / silos : ((ratio * known) + missing) / silos;

        // With those that are missing, it may be within the tolerance, or say the opposite.
        if (Math.Abs(all - 1) <= tolerance || (all > 1) != (ratio > 1))
        {
            return silos;
        }

        // What is a whole number by right must not become the next one by the rounding of a fraction.
        return (int)Math.Min(int.MaxValue / 2, Math.Ceiling((silos * all) - 1e-9));
    }

    private static string Reason(ScaleSignal strongest, int silos, int wanted, ScalingOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{strongest.Name} is {strongest.Value:0.###} {(strongest.Unit == "s" ? "s " : "")}of {strongest.Target:0.###}, which wants {strongest.Wants} silos instead of {silos}{(wanted > strongest.Wants ? $"; the minimum is {options.Minimum}" : wanted == options.Maximum && wanted < strongest.Wants ? $"; the maximum is {options.Maximum}" : "")}");

    private static string Notes(List<ScaleSignal> signals) => string.Concat(signals.Where(static signal => signal.Note is not null).Select(static signal => $". {signal.Name} is {signal.Note}"));
}
