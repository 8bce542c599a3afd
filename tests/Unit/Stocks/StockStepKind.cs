namespace ActiveActive.Tests.Unit.Stocks;

internal enum StockStepKind
{
    Restock,
    Take,
    Ask,
    GiveUp,
    Merge,
    TimePasses,
}
