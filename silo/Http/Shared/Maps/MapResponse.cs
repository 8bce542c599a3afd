using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Shared.Maps;

/// <summary>A map that every region changes.</summary>
/// <param name="Entries">The entries, in the order of their names' characters.</param>
/// <param name="Version">How often the map was written in this region, by changes and by merges.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record MapResponse(IReadOnlyList<MapEntryResponse> Entries, long Version)
{
    public static MapResponse Of(SharedEntries map) => new([.. map.Entries.Select(static entry => MapEntryResponse.Of(entry.Name, entry.Texts))], map.Version);
}
