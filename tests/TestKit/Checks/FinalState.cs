using System.Collections.Immutable;

namespace ActiveActive.TestKit.Checks;

/// <summary>What the region says after the load, when all sends have arrived.</summary>
/// <param name="Counters">Each counter's value.</param>
/// <param name="Accounts">Each account's balance and whole history, oldest entry first.</param>
internal sealed record FinalState(
    IReadOnlyDictionary<string, CounterValue> Counters,
    IReadOnlyDictionary<string, (AccountBalance Balance, ImmutableArray<AccountEntry> Entries)> Accounts)
{
    /// <summary>Each register's text; null when it holds none.</summary>
    public IReadOnlyDictionary<string, string?> Registers { get; init; } = new Dictionary<string, string?>();

    /// <summary>The carts by region, where there are several; in each, by key.</summary>
    public IReadOnlyDictionary<string, RegionCarts> Regions { get; init; } = new Dictionary<string, RegionCarts>();

    /// <summary>How long after the load all regions showed the same; null when they did not within the limit, or there is one.</summary>
    public TimeSpan? ConvergedWithin { get; init; }

    /// <summary>Where they did not: what showed something else than in another region, and how far each region was.</summary>
    public string Apart { get; init; } = "";

    /// <summary>What linked regions say.</summary>
    public static FinalState Of(IReadOnlyDictionary<string, RegionCarts> regions, TimeSpan? convergedWithin, string apart = "") =>
        new(new Dictionary<string, CounterValue>(), new Dictionary<string, (AccountBalance, ImmutableArray<AccountEntry>)>()) { Regions = regions, ConvergedWithin = convergedWithin, Apart = apart };
}
