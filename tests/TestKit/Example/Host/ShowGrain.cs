using System.Collections.Immutable;
using ActiveActive;
using ActiveActive.State;

namespace Tickets;

/// <summary>Keeps each reservation in durable state, as it should be.</summary>
public sealed class ShowGrain([DurableState] IDurableState<Show> show) : Grain, IShowGrain
{
    private const int Room = 500;

    public Task<int> Reserve(string who) => show.Update(present => present.Seats.Count < Room
        ? Change.To(present with { Seats = present.Seats.Add(who) }, present.Seats.Count + 1)
        : throw new RefusedException("sold-out", $"All {Room} seats are taken. Choose another show."));

    public Task<ImmutableList<string>> Seats() => Task.FromResult(show.Value.Seats);
}
