namespace ActiveActive.Tests.Unit.Stocks;

/// <summary>What happens to a stock in a world of three regions.</summary>
/// <param name="Kind">What.</param>
/// <param name="Region">Where.</param>
/// <param name="Other">From where, of a merge.</param>
/// <param name="Amount">How much.</param>
internal sealed record StockStep(StockStepKind Kind, int Region, int Other, int Amount);
