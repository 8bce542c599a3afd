using System.Diagnostics.Metrics;

namespace ActiveActive.Silo.Scaling;

/// <summary>The scaling signals as metrics: meter <c>ActiveActive</c>, gauges <c>activeactive.scale.*</c>. Every silo tells the same, of the region.</summary>
internal sealed class ScalingMetrics(IMeterFactory meters)
{
    public void Observe(LoadBoard board)
    {
        var meter = meters.Create("ActiveActive");
        meter.CreateObservableGauge(
            "activeactive.scale.wanted_silos",
            () => board.Advice is { } advice ? [new Measurement<int>(advice.Wanted)] : Array.Empty<Measurement<int>>(),
            "{silo}",
            "How many silos the load of the region wants");
        meter.CreateObservableGauge(
            "activeactive.scale.utilization",
            () => (board.Advice?.Signals ?? []).Select(static signal => new Measurement<double>(signal.Ratio, KeyValuePair.Create<string, object?>("signal", signal.Name))),
            "1",
            "A figure of the region's load as a fraction of its target: 1 is as it should be, above 1 more silos are wanted");
    }
}
