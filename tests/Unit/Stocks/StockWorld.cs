using ActiveActive.Merging;
using ActiveActive.Stocks;
using CsCheck;

namespace ActiveActive.Tests.Unit.Stocks;

/// <summary>Three regions with one stock, that merge each other's states and act on it as the silo lets them.</summary>
/// <param name="give">What a region does when a merge calls for it.</param>
internal sealed class StockWorld(Func<StockState, Writing, StockState> give)
{
    private readonly Merged<StockState>[] _states = [Merged<StockState>.Empty, Merged<StockState>.Empty, Merged<StockState>.Empty];
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public StockWorld()
        : this(static (stock, at) => stock.Give(at))
    {
    }

    public static Gen<StockStep[]> Steps { get; } = Gen.Select(
        Gen.Frequency(
            (2, Gen.Const(StockStepKind.Restock)),
            (6, Gen.Const(StockStepKind.Take)),
            (6, Gen.Const(StockStepKind.Ask)),
            (1, Gen.Const(StockStepKind.GiveUp)),
            (12, Gen.Const(StockStepKind.Merge)),
            (1, Gen.Const(StockStepKind.TimePasses))),
        Gen.Int[0, 2],
        Gen.Int[0, 2],
        Gen.Int[1, 8],
        static (kind, region, other, amount) => new StockStep(kind, region, other, amount)).Array[1, 60];

    public long Restocked { get; private set; }

    public long Taken { get; private set; }

    public int Gifts { get; private set; }

    public StockState this[int region] => _states[region].Value;

    public static Origin Origin(int region) => new($"r{region}", 1);

    public void Do(StockStep step)
    {
        switch (step.Kind)
        {
            case StockStepKind.Restock:
                Update(step.Region, (stock, at) => stock.Restock(at, step.Amount));
                Restocked += step.Amount;
                break;
            case StockStepKind.Take:
                Take(step.Region, step.Amount);
                break;
            case StockStepKind.Ask:
                Update(step.Region, (stock, at) => stock.Want(at, step.Amount));
                break;
            case StockStepKind.GiveUp:
                Update(step.Region, static (stock, at) => stock.Want(at, 0));
                break;
            case StockStepKind.Merge:
                Merge(step.Region, step.Other);
                break;
            case StockStepKind.TimePasses:
                _now += TimeSpan.FromSeconds(6);
                break;
        }
    }

    public bool Take(int region, int amount)
    {
        var wasWanted = this[region].WantedBy(Origin(region)) > 0;
        var hasTaken = Update(region, (stock, at) => stock.TryTake(at, amount, wasWanted) ?? stock);
        Taken += hasTaken ? amount : 0;
        return hasTaken;
    }

    /// <summary>Merges, and acts if that is called for.</summary>
    /// <returns>Whether the region has written something of its own.</returns>
    public bool Merge(int into, int from)
    {
        _states[into] = _states[into].Join(_states[from]);
        if (!this[into].CallsForReaction(Origin(into), _now))
        {
            return false;
        }

        Gifts++;
        return Update(into, give);
    }

    /// <summary>Merges all with all until nobody writes any more.</summary>
    /// <returns>Whether that came to an end.</returns>
    public bool Settle(int mostRounds = 20)
    {
        for (var round = 0; round < mostRounds; round++)
        {
            var hasWritten = false;
            for (var into = 0; into < 3; into++)
            {
                for (var from = 0; from < 3; from++)
                {
                    hasWritten |= Merge(into, from);
                }
            }

            if (!hasWritten)
            {
                return true;
            }
        }

        return false;
    }

    // Whether something has changed.
    private bool Update(int region, Func<StockState, Writing, StockState> change)
    {
        var state = _states[region];
        var stamp = new HybridClock(Origin(region), TimeSpan.FromDays(1)).Next(_now, state.Latest);
        var writing = new Writing(Origin(region), state.Context, stamp, Guid.NewGuid());
        (_states[region], var delta) = state.Update(writing, value => change(value, writing));
        return delta is not null;
    }
}
