using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Carts;

/// <summary>A cart.</summary>
/// <param name="Lines">The items, by name.</param>
/// <param name="Notes">The note; none, or more than one where regions have written it without knowledge of each other, the latest first.</param>
/// <param name="Version">How often the cart was written in this region, by changes and by merges.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record CartResponse(IReadOnlyList<CartLineResponse> Lines, IReadOnlyList<CartNoteResponse> Notes, long Version)
{
    public static CartResponse Of(CartView cart) => new(
        [.. cart.Lines.Select(static line => new CartLineResponse(line.Item, line.Quantity))],
        [.. cart.Notes.Select(static note => new CartNoteResponse(note.Text, note.Region, note.At))],
        cart.Version);
}
