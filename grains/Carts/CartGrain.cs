using ActiveActive.Shared;
using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Carts;

[Reentrant, GrainType("cart")]
internal sealed class CartGrain([ReplicatedState("cart")] IReplicatedState<CartState> state) : Grain, ICartGrain
{
    private const int MaxNoteLength = 1000;
    private const int MaxItems = 1000;
    private const long MaxQuantity = 1_000_000;

    public Task<CartView> Put(string item, long quantity) => state.Update((cart, at) =>
    {
        SharedRules.CheckName("item", item);
        if (quantity is < 1 or > MaxQuantity)
        {
            throw new RefusedException("invalid-quantity", $"A quantity is from 1 to {MaxQuantity}; it was {quantity}. Nothing was changed.", Advice.FixTheCause);
        }

        if (!cart.Lines.ContainsKey(item) && cart.Lines.Items.Count() >= MaxItems)
        {
            throw new RefusedException("cart-full", $"The cart has {MaxItems} different items. Nothing was changed; take something out first.", Advice.FixTheCause);
        }

        return Changed(cart with { Lines = cart.Lines.Update(item, line => line with { Quantity = line.Quantity.Add(at, quantity) }) });
    });

    public Task<CartView> TakeOut(string item) => state.Update((cart, _) =>
    {
        SharedRules.CheckName("item", item);
        return Changed(cart with { Lines = cart.Lines.Remove(item) });
    });

    public Task<CartView> Note(string text) => state.Update((cart, at) =>
    {
        if (text is not { Length: <= MaxNoteLength })
        {
            throw new RefusedException("invalid-note", $"A note has up to {MaxNoteLength} characters. Nothing was changed; shorten it.", Advice.FixTheCause);
        }

        return Changed(cart with { Note = cart.Note.Set(at, text) });
    });

    public Task<CartView> Get() => Task.FromResult(state.Value.View(state.Version));

    // The version that the row has once this is committed, unless other updates share its write.
    private Change<CartState, CartView> Changed(CartState next) => Change.To(next, next.View(state.Version + 1));
}
