using ActiveActive.Merging;
using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Stocks;

/// <summary>
/// Takes from what this region has the right to. When that is not enough, it writes down what is wanted, which goes to the other regions as every change does; what they give comes back the same way (<see cref="React"/>).
/// </summary>
/// <remarks>However often a call tries, it is one effect: each try runs under the call's own id, and one that has to go on waiting is not recorded.</remarks>
[Reentrant, GrainType("stock")]
internal sealed class StockGrain([ReplicatedState("stock")] IReplicatedState<StockState> state, IDatabaseClock clock, TimeProvider time) : Grain, IStockGrain, IReactToMerge
{
    private const long MaxAmount = 1_000_000_000_000;
    private const long MaxRestocked = long.MaxValue / 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    // Rights that only need every region to know of them become usable without a merge that could be seen.
    private static readonly TimeSpan LookInside = TimeSpan.FromMilliseconds(200);

    // What the calls that wait here want in all.
    private long _wanted;

    public Task<StockView> Restock(long amount) => state.Update((stock, at) =>
    {
        CheckAmount(amount);
        if (Shares.SumOf(stock.Count.Raised, at.Origin) + amount > MaxRestocked)
        {
            throw new RefusedException("out-of-range", $"Region {at.Origin.Region} has restocked nearly {MaxRestocked} in all; {amount} more do not fit. Nothing was changed.");
        }

        return Changed(stock.Restock(at, amount), at);
    });

    public async Task<StockView> Take(long amount)
    {
        var call = CallScope.Current?.Stamp ?? CallStamp.New(clock.UtcNow);
        var began = time.GetTimestamp();
        var isWaiting = false;
        try
        {
            while (true)
            {
                try
                {
                    return await TryTake(call, amount, isWaiting, isLast: time.GetElapsedTime(began) >= Patience);
                }
                catch (RightsMissingException)
                {
                    var isNew = !isWaiting;
                    _wanted += isNew ? amount : 0;
                    isWaiting = true;
                    await WaitForRights(amount, isNew);
                }
            }
        }
        finally
        {
            if (isWaiting)
            {
                _wanted -= amount;
                await WantNoMore();
            }
        }
    }

    public Task<StockView> Get() => Task.FromResult(state.Value.View(state.Origin, state.Version));

    public Task React() => !state.Value.CallsForReaction(state.Origin, clock.UtcNow) ? Task.CompletedTask : state.Update(static (stock, at) =>
    {
        var next = stock.Give(at);
        return ReferenceEquals(next, stock) ? Change.None(stock, false) : Change.To(next, true);
    });

    private static void CheckAmount(long amount)
    {
        if (amount is < 1 or > MaxAmount)
        {
            throw new RefusedException("invalid-amount", $"An amount of stock is from 1 to {MaxAmount}; it was {amount}. Nothing was changed.", Advice.FixTheCause);
        }
    }

    private Task<StockView> TryTake(CallStamp call, long amount, bool wasWanted, bool isLast)
    {
        using (CallScope.Begin(call))
        {
            return state.Update((stock, at) =>
            {
                CheckAmount(amount);
                return stock.TryTake(at, amount, wasWanted) is { } next ? Changed(next, at)
                    : stock.Count.Value < amount ? throw new RefusedException("insufficient-stock", $"There are {stock.Count.Value}, not {amount}. Nothing was taken.")
                    : isLast ? throw new RefusedException("rights-elsewhere", $"There are {stock.Count.Value}, but other regions have the right to take them and did not hand over enough in time. Nothing was taken; try again, as a new request.", Advice.Refresh)
                    : throw new RightsMissingException();
            });
        }
    }

    /// <summary>Asks the other regions, if that is not done, and returns when it is worth to try again.</summary>
    private async Task WaitForRights(long amount, bool isNew)
    {
        if (isNew || state.Value.WantedBy(state.Origin) < _wanted)
        {
            await Want();
        }

        var began = time.GetTimestamp();
        while (state.Value.Count.RightsOf(state.Origin) < amount && state.Value.Count.Value >= amount && time.GetElapsedTime(began) < LookInside)
        {
            await Task.Delay(Look, time);
        }
    }

    // Nobody waits for what is asked for any more. If that cannot be written, the demand ends by itself.
    private async Task WantNoMore()
    {
        try
        {
            if (state.Value.WantedBy(state.Origin) > _wanted)
            {
                await Want();
            }
        }
        catch (ActiveActiveException)
        {
            // The call has its answer.
        }
    }

    private Task<bool> Want()
    {
        var wanted = _wanted;
        using (CallScope.Suppress())
        {
            return state.Update((stock, at) => Change.To(stock.Want(at, wanted), true));
        }
    }

    private Change<StockState, StockView> Changed(StockState next, Writing at) => Change.To(next, next.View(at.Origin, state.Version + 1));
}
