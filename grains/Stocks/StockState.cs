using ActiveActive.Merging;
using ActiveActive.State;

namespace ActiveActive.Stocks;

/// <summary>
/// A stock: a number that each region lowers only by its own rights, and what regions want beyond theirs.
/// </summary>
/// <remarks>
/// <para>A region whose calls wait for rights writes down how much it wants to have; a region that merges this and has rights to spare gives. So a demand is met when the one who wants has as much, and nothing is given for it any
/// more. A call that takes what it waited for lowers the demand in the same change, so that no region ever sees the rights gone and the demand still there.</para>
/// <para>Several regions want at the same time: the one that began first is served first, and gives to no other until it has what it wants. Without such an order rights could go to and fro for ever.</para>
/// <para>A demand that nobody has renewed for a while is void: its region has stopped in the middle.</para>
/// </remarks>
[Immutable, StateType(1)]
internal sealed record StockState : ICallForReaction
{
    /// <summary>Longer than a call waits, and two clocks are apart.</summary>
    private const long DemandLifeMilliseconds = 10_000;

    public BoundedCounter Count { get; init; } = BoundedCounter.Empty;

    /// <summary>What each region wants. Each is written by its region alone.</summary>
    public AddWinsMap<Origin, MultiValueRegister<StockDemand>> Demands { get; init; } = AddWinsMap<Origin, MultiValueRegister<StockDemand>>.Empty;

    /// <summary>Raises the stock, and gives at once what others wait for.</summary>
    public StockState Restock(Writing at, long amount) => (this with { Count = Count.Raise(at, amount) }).Give(at);

    /// <summary>Lowers the stock.</summary>
    /// <param name="at">The update.</param>
    /// <param name="amount">By how much.</param>
    /// <param name="wasWanted">Whether the amount is part of this region's demand.</param>
    /// <returns>Null when this region has not the right to.</returns>
    public StockState? TryTake(Writing at, long amount, bool wasWanted)
    {
        var count = Count.RightsOf(at.Origin) < amount ? WithEarlierLives(at) : Count;
        if (count.TryLower(at, amount) is not { } lowered)
        {
            return null;
        }

        var next = this with { Count = lowered };
        return wasWanted ? next.Want(at, WantedBy(at.Origin) - amount) : next;
    }

    /// <summary>How much a region says to want.</summary>
    public long WantedBy(Origin origin) => Demands[origin].Values is [var demand, ..] ? demand.Value.Amount : 0;

    /// <summary>Writes down how much this region wants to be able to take; nothing, when it is not above zero.</summary>
    public StockState Want(Writing at, long amount)
    {
        var own = Demands[at.Origin].Values;
        if (amount <= 0)
        {
            return own.IsEmpty ? this : this with { Demands = Demands.Remove(at.Origin) };
        }

        var since = own is [var demand, ..] && IsLive(demand, at.Stamp.Milliseconds) ? demand.Value.Since : at.Stamp;
        return this with { Demands = Demands.Update(at.Origin, register => register.Set(at, new StockDemand(amount, since))) };
    }

    /// <summary>Gives others what they want, as far as this region can spare it: as much as is missing and, where no call waits here, half of what it has, so that they need not ask for each piece.</summary>
    public StockState Give(Writing at)
    {
        var next = this;
        foreach (var (who, missing, since) in Missing(at.Stamp.Milliseconds))
        {
            if (next.Spare(at.Origin, who, since, at.Stamp.Milliseconds) is > 0 and var spare)
            {
                var share = WantedBy(at.Origin) > 0 ? missing : Math.Max(missing, spare / 2);
                next = next with { Count = next.Count.Transfer(at, who, Math.Min(spare, share))! };
            }
        }

        return next;
    }

    public bool CallsForReaction(Origin here, DateTimeOffset now)
    {
        var milliseconds = now.ToUnixTimeMilliseconds();
        return Missing(milliseconds).Any(one => Spare(here, one.Who, one.Since, milliseconds) > 0);
    }

    public StockView View(Origin here, long version)
    {
        var rights = Math.Clamp(Count.RightsOf(here), 0, Count.Value);
        return new StockView(Count.Value, rights, Count.Value - rights, version);
    }

    private static bool IsLive(Held<StockDemand> demand, long now) => demand.Stamp.Milliseconds + DemandLifeMilliseconds >= now;

    // Who has less than is wanted there, the first one first.
    private IEnumerable<(Origin Who, long Missing, Stamp Since)> Missing(long now) =>
        from entry in Demands.Items
        let demand = entry.Value.Values[0]
        let missing = demand.Value.Amount - Count.RightsOf(entry.Key)
        where IsLive(demand, now) && missing > 0
        orderby demand.Value.Since
        select (entry.Key, missing, demand.Value.Since);

    // What a region can give to another one that began to want at that time.
    private long Spare(Origin here, Origin who, Stamp since, long now)
    {
        if (here == who)
        {
            return 0;
        }

        var isFirst = Demands[here].Values is [var own, ..] && IsLive(own, now) && own.Value.Since < since;
        return Count.RightsOf(here) - (isFirst ? WantedBy(here) : 0);
    }

    // A region that was restored is another writer. What it had before it cannot use any more but by taking it over, and before it writes again it has learnt all that others know of its earlier life.
    private BoundedCounter WithEarlierLives(Writing at) => Count.Holders()
        .Where(holder => holder.Region == at.Origin.Region && holder.Incarnation < at.Origin.Incarnation && Count.RightsOf(holder) > 0)
        .Aggregate(Count, (count, earlier) => count.Reclaim(at, earlier));
}
