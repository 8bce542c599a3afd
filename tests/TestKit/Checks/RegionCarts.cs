using System.Security.Cryptography;
using System.Text.Json;
using ActiveActive.TestKit.Load;

namespace ActiveActive.TestKit.Checks;

/// <summary>All carts as a region shows them.</summary>
/// <param name="Carts">The quantity of each item, by cart and item.</param>
internal sealed record RegionCarts(IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Carts)
{
    /// <summary>The same for regions that show the same.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        Carts.OrderBy(static cart => cart.Key, StringComparer.Ordinal)
            .Select(static cart => (string[])[cart.Key, .. cart.Value.OrderBy(static item => item.Key, StringComparer.Ordinal).Select(static item => $"{item.Value} {item.Key}")]))));

    /// <summary>Whether each put that another region shows is shown here, too (<see cref="CartItems"/>).</summary>
    public bool Includes(RegionCarts other) => other.Carts.All(cart => cart.Value.All(item => CartItems.Includes(Of(cart.Key, item.Key), item.Value)));

    /// <summary>How much of an item is in a cart.</summary>
    public long Of(string cart, string item) => Carts.TryGetValue(cart, out var items) ? items.GetValueOrDefault(item) : 0;
}
