using ActiveActive.Merging;

namespace ActiveActive.Stocks;

/// <summary>What a region wants to be able to take, since calls wait for it there.</summary>
/// <param name="Amount">How much, in all.</param>
/// <param name="Since">When it began to want more than it had. Who began first is served first.</param>
internal readonly record struct StockDemand(long Amount, Stamp Since);
