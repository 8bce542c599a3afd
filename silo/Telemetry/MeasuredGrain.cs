using System.Diagnostics.Metrics;

namespace ActiveActive.Silo.Telemetry;

/// <summary>The labels of one type of grain, made once.</summary>
internal sealed class MeasuredGrain(string grainType, Histogram<double> duration, Counter<long> retries)
{
    private static readonly KeyValuePair<string, object?> Ok = Measures.Tag("outcome", "ok");
    private static readonly KeyValuePair<string, object?> Refused = Measures.Tag("outcome", "refused");
    private static readonly KeyValuePair<string, object?> Failed = Measures.Tag("outcome", "error");

    private readonly KeyValuePair<string, object?> _grain = Measures.Tag("grain", grainType);

    /// <summary>A call has come as a second or later attempt.</summary>
    public void Retried() => retries.Add(1, _grain);

    /// <summary>A call has ended.</summary>
    public void Ended(double seconds, Exception? error) => duration.Record(seconds, _grain, error is null ? Ok : IsRefusal(error) ? Refused : Failed);

    /// <summary>Whether the service did as it should when it said no.</summary>
    private static bool IsRefusal(Exception error) =>
        error is RefusedException or KeyReusedException or MisdirectedException or RequestExpiredException or RequestFromFutureException or RegionBehindException or OperationCanceledException;
}
