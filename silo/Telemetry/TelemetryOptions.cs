namespace ActiveActive.Silo;

/// <summary>What a silo tells of itself beside its log: metrics and traces. docs/metrics.md and docs/tracing.md list both.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Whether the silo measures for <c>/metrics</c> and <see cref="Otlp"/>. Default true. Off, <c>/metrics</c> answers 404; applications may still listen to the meter <c>ActiveActive</c> themselves.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>
    /// Whether also those instruments of Orleans are collected that work at each message, call or look-up, as the sizes of messages and the times of storage. Default false, since they cost several per cent of the throughput; the other
    /// <c>orleans_*</c> are always there.
    /// </summary>
    public bool Detailed { get; set; }

    /// <summary>The endpoint of an OpenTelemetry collector that metrics and traces are sent to, by OTLP over gRPC, such as <c>http://collector:4317</c>. Default none: metrics are there to be fetched, and nothing is traced.</summary>
    public string? Otlp { get; set; }

    /// <summary>How often metrics are sent to <see cref="Otlp"/>. Default 15 seconds, from 1 second to 10 minutes.</summary>
    public TimeSpan OtlpPeriod { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The share of the calls that begin here, as over HTTP, which is traced. Default 0.01, from 0 to 1. A call that comes with a trace is part of it if that one is recorded, whatever the share. Each traced write costs some ten
    /// activities and 55 bytes in the log.
    /// </summary>
    public double SampleRatio { get; set; } = 0.01;
}
