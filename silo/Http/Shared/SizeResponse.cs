using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Shared;

/// <summary>How large a set or a map is that every region changes.</summary>
/// <param name="Count">How many items or entries are known in this region.</param>
/// <param name="Version">How often it was written in this region, by changes and by merges.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record SizeResponse(int Count, long Version)
{
    public static SizeResponse Of(SharedSize size) => new(size.Count, size.Version);
}
