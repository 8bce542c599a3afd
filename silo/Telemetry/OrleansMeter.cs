using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace ActiveActive.Silo.Telemetry;

/// <summary>
/// Which instruments of Orleans 10.4.2 work at each message, call or look-up as soon as anybody listens to them. Together they take several per cent of the throughput (docs/performance.md), and <c>activeactive_call_*</c> and
/// <c>activeactive_flush_*</c> tell what they would.
/// </summary>
internal static class OrleansMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Microsoft.Orleans";

    /// <summary>Their names.</summary>
    public static readonly FrozenSet<string> Busy = FrozenSet.Create(
        StringComparer.Ordinal,
        "orleans-messaging-sent-messages-size",
        "orleans-messaging-received-messages-size",
        "orleans-messaging-sent-local",
        "orleans-messaging-processing-dispatcher-received",
        "orleans-messaging-processing-dispatcher-processed",
        "orleans-messaging-processing-dispatcher-forwarded",
        "orleans-messaging-processing-ima-received",
        "orleans-messaging-processing-ima-enqueued",
        "orleans-gateway-sent",
        "orleans-gateway-received",
        "orleans-app-requests-latency-bucket",
        "orleans-app-requests-latency-count",
        "orleans-app-requests-latency-sum",
        "orleans-storage-read-latency",
        "orleans-storage-write-latency",
        "orleans-storage-clear-latency",
        "orleans-directory-lookups-local-issued",
        "orleans-directory-lookups-local-successes",
        "orleans-directory-lookups-full-issued",
        "orleans-directory-lookups-local-directory-issued",
        "orleans-directory-lookups-local-directory-successes",
        "orleans-directory-lookups-cache-issued",
        "orleans-directory-lookups-cache-successes");

    /// <summary>Whether an instrument is one of them.</summary>
    public static bool IsBusy(Instrument instrument) => instrument.Meter.Name == Name && Busy.Contains(instrument.Name);
}
