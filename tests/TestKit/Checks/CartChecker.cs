using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Load;

namespace ActiveActive.TestKit.Checks;

/// <summary>
/// Each acknowledged put is in every region's cart exactly once, whichever region acknowledged it and in how many it was asked for; each unknown one at most once; nothing is there that nobody put there; and all
/// regions have the same. Each put has a digit of its item's quantity for itself (<see cref="CartItems"/>).
/// </summary>
internal static class CartChecker
{
    public static IEnumerable<Finding> Check(IReadOnlyList<Operation> history, FinalState final)
    {
        if (final.Regions.Count == 0)
        {
            return [];
        }

        var puts = history.Where(static operation => operation.Kind == OperationKind.CartPut).ToList();
        return [.. Diverged(final), .. puts.SelectMany(put => Put(put, final)), .. Unasked(puts, final)];
    }

    private static IEnumerable<Finding> Put(Operation put, FinalState final)
    {
        var times = final.Regions.Select(region => (region.Key, Times: CartItems.TimesIn(region.Value.Of(put.Key, put.Text!), put.Amount))).ToList();
        var isLost = put.Outcome == Outcome.Ok && times.Exists(static region => region.Times == 0);
        if (isLost)
        {
            yield return new(FindingKind.Lost, 1, $"{What(put)} was acknowledged and is not there {In(times.Where(static region => region.Times == 0))}");
        }

        var most = put.Outcome == Outcome.Refused ? 0 : 1;
        if (times.Exists(region => region.Times > most))
        {
            yield return new(FindingKind.Doubled, 1, $"{What(put)} {(put.Outcome == Outcome.Refused ? "was refused and is there" : "is there more than once")} {In(times.Where(region => region.Times > most))}");
        }
    }

    // What is left of a quantity when all puts are taken away, as often as they are in it.
    private static IEnumerable<Finding> Unasked(List<Operation> puts, FinalState final)
    {
        var asked = puts.ToLookup(static put => (put.Key, put.Text!), static put => put.Amount);
        foreach (var (region, carts) in final.Regions)
        {
            foreach (var (cart, item, quantity) in carts.Carts.SelectMany(static cart => cart.Value, static (cart, item) => (cart.Key, item.Key, item.Value)))
            {
                if (asked[(cart, item)].Distinct().Aggregate(quantity, static (left, put) => left - (put * CartItems.TimesIn(left, put))) is not 0 and var left)
                {
                    yield return new(FindingKind.Doubled, 1, $"{item} in cart {cart} is {quantity} in {region}, {left} of which nobody put there");
                }
            }
        }
    }

    private static IEnumerable<Finding> Diverged(FinalState final)
    {
        var (first, carts) = final.Regions.First();
        foreach (var (other, others) in final.Regions.Skip(1).Where(region => region.Value.Hash != carts.Hash))
        {
            var keys = carts.Carts.Keys.Union(others.Carts.Keys).Where(key => !new RegionCarts(Only(carts, key)).Hash.Equals(new RegionCarts(Only(others, key)).Hash, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
            yield return new(FindingKind.Diverged, keys.Count, $"{first} and {other} do not have the same in {keys.Count} carts: {string.Join(", ", keys.Take(5))}{(keys.Count > 5 ? ", …" : "")}");
        }
    }

    private static Dictionary<string, IReadOnlyDictionary<string, long>> Only(RegionCarts carts, string key) => carts.Carts.Where(cart => cart.Key == key).ToDictionary();

    private static string What(Operation put) => $"put {put.Id} of {put.Amount} {put.Text} into cart {put.Key} by a caller of {put.Region}";

    private static string In(IEnumerable<(string Region, long Times)> regions) => $"in {string.Join(", ", regions.Select(static region => region.Region))}";
}
