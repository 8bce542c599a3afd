using ActiveActive.Silo.Scaling;

namespace ActiveActive.Tests.Unit.Scaling;

/// <summary>Loads for tests.</summary>
internal static class Loads
{
    public static SiloLoad Of(double cpu, double poolWait = 0, double? flushWait = null, double? latency = null, double uptime = 3600, long calls = 1_000)
    {
        var latencies = new long[LatencyBuckets.Count];
        if (latency is { } seconds)
        {
            latencies[LatencyBuckets.Of(seconds)] = calls;
        }

        return new SiloLoad("silo", cpu, poolWait, flushWait, latencies, uptime);
    }

    public static SiloLoad[] Same(int silos, double cpu) => [.. Enumerable.Range(0, silos).Select(_ => Of(cpu))];
}
