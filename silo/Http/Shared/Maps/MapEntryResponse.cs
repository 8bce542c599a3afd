using System.Collections.Immutable;

namespace ActiveActive.Silo.Http.Shared.Maps;

/// <summary>An entry of a map that every region changes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Texts">Its text; none when it is not there, more than one where regions have set it without knowledge of each other, the latest first.</param>
internal sealed record MapEntryResponse(string Name, IReadOnlyList<TextResponse> Texts)
{
    public static MapEntryResponse Of(string name, ImmutableArray<SharedText> texts) => new(name, [.. texts.Select(TextResponse.Of)]);
}
