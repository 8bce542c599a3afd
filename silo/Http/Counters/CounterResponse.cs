using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Counters;

/// <summary>A counter.</summary>
/// <param name="Value">The sum of all that was added.</param>
/// <param name="Version">How often something was added.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record CounterResponse(long Value, long Version)
{
    public static CounterResponse Of(CounterValue value) => new(value.Value, value.Version);
}
