using ActiveActive.Merging;

namespace ActiveActive.Tests.Simulation;

/// <summary>What a client asks for, the same in every attempt.</summary>
/// <param name="Number">From 0, below 64; names the request.</param>
/// <param name="Key">Which grain.</param>
/// <param name="Kind">What it does to the stock.</param>
/// <param name="Amount">By how much.</param>
/// <param name="MadeAt">When, in milliseconds of the world.</param>
internal sealed record Operation(int Number, int Key, OperationKind Kind, int Amount, long MadeAt)
{
    /// <summary>The request as a bit.</summary>
    public ulong Bit => 1UL << Number;

    /// <summary>Names its effect.</summary>
    public Guid Effect => new(Number + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    public Ledger Apply(Ledger ledger, Writing at, Origin neighbour) => ledger with
    {
        Total = ledger.Total.Add(at, 1),
        Requests = ledger.Requests.Add(at, Number),
        Last = ledger.Last.Set(at, Number),
        Stock = Kind switch
        {
            OperationKind.Raise => ledger.Stock.Raise(at, Amount),
            OperationKind.Lower => ledger.Stock.TryLower(at, Amount) ?? ledger.Stock,
            _ => ledger.Stock.Transfer(at, neighbour, Amount) ?? ledger.Stock,
        },
    };
}
