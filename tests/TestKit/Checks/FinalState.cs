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
}
