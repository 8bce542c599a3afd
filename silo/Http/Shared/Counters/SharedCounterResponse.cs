using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Shared.Counters;

/// <summary>A counter that every region changes.</summary>
/// <param name="Value">The sum of all that was added, as far as it is known in this region.</param>
/// <param name="Version">How often the counter was written in this region, by changes and by merges.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record SharedCounterResponse(long Value, long Version)
{
    public static SharedCounterResponse Of(SharedCount counter) => new(counter.Value, counter.Version);
}
