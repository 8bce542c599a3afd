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

    /// <summary>The carts that are not the same in all regions, each with the regions that lack something of another one.</summary>
    public static IEnumerable<string> Apart(IReadOnlyDictionary<string, RegionCarts> regions)
    {
        foreach (var cart in regions.Values.SelectMany(static one => one.Carts.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            var items = regions.Values.SelectMany(one => one.Carts.GetValueOrDefault(cart)?.Keys ?? []).Distinct().ToList();
            var behind = regions.Where(one => items.Exists(item => regions.Values.Any(other => !CartItems.Includes(one.Value.Of(cart, item), other.Of(cart, item))))).Select(static one => one.Key).ToList();
            if (behind.Count > 0)
            {
                yield return $"{cart} lacks something in {string.Join(", ", behind)}";
            }
        }
    }

    /// <summary>How much of an item is in a cart.</summary>
    public long Of(string cart, string item) => Carts.TryGetValue(cart, out var items) ? items.GetValueOrDefault(item) : 0;
}
