using System.Collections.Immutable;
using ActiveActive;

namespace Tickets;

/// <summary>The seats of one show.</summary>
[ExactlyOnce]
public interface IShowGrain : IGrainWithStringKey
{
    /// <summary>Takes the next seat.</summary>
    /// <returns>Its number, from 1.</returns>
    /// <exception cref="RefusedException">All seats are taken (<c>sold-out</c>).</exception>
    Task<int> Reserve(string who);

    /// <summary>Who has a seat, in the order of the seats.</summary>
    Task<ImmutableList<string>> Seats();
}
