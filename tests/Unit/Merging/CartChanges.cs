using ActiveActive.TestKit.Merging;
using CsCheck;

namespace ActiveActive.Tests.Unit.Merging;

internal static class CartChanges
{
    public static Gen<MergeChange<Cart>> All { get; } = Gen.OneOf(
        Gen.Select(Gen.OneOf("pen", "ink"), Gen.Int[1, 3], Gen.Int[1, 9], static (item, amount, price) => new MergeChange<Cart>(
            $"put {amount} {item} at {price}",
            (cart, at) => cart with { Lines = cart.Lines.Update(item, line => line with { Quantity = line.Quantity.Add(at, amount), Price = line.Price.Report(at, price) }) })),
        Gen.OneOf("pen", "ink").Select(static item => new MergeChange<Cart>($"take out {item}", (cart, _) => cart with { Lines = cart.Lines.Remove(item) })),
        Gen.OneOf("quick", "slow").Select(static note => new MergeChange<Cart>($"note {note}", (cart, at) => cart with { Note = cart.Note.Set(at, note) })),
        Gen.Bool.Select(static isGift => new MergeChange<Cart>($"gift {isGift}", (cart, at) => cart with { IsGift = cart.IsGift.Set(at, isGift) })));
}
