using ActiveActive.Merging;
using ActiveActive.State;

namespace ActiveActive.Carts;

/// <summary>A cart, composed of mergeable values: there is nothing to write for it to merge.</summary>
[Immutable, StateType(1)]
internal sealed record CartState
{
    public AddWinsMap<string, CartLine> Lines { get; init; } = AddWinsMap<string, CartLine>.Empty;

    public MultiValueRegister<string> Note { get; init; } = MultiValueRegister<string>.Empty;

    public CartView View(long version) => new(
        [.. Lines.Items.Where(static line => line.Value.Quantity.Value > 0).Select(static line => new CartItem(line.Key, line.Value.Quantity.Value))],
        [.. Note.Values.Select(static note => new CartNote(note.Value, note.Dot.Origin.Region, note.Stamp.Time))],
        version);
}
