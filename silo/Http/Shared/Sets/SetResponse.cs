using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Shared.Sets;

/// <summary>A set that every region changes.</summary>
/// <param name="Items">The items, in the order of their characters.</param>
/// <param name="Version">How often the set was written in this region, by changes and by merges.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record SetResponse(IReadOnlyList<string> Items, long Version)
{
    public static SetResponse Of(SharedItems set) => new(set.Items, set.Version);
}
