using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Shared.Values;

/// <summary>A register of which the last writer wins.</summary>
/// <param name="Latest">The text; null before the first write.</param>
/// <param name="Version">How often the register was written in this region, by changes and by merges.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record SharedValueResponse(TextResponse? Latest, long Version)
{
    public static SharedValueResponse Of(SharedValue value) => new(value.Latest is { } latest ? TextResponse.Of(latest) : null, value.Version);
}
