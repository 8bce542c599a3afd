using System.Collections.Immutable;
using ActiveActive;

namespace RelayHost;

/// <summary>A show whose seats are kept in memory only, with a promise that it does not keep: the bug that a history must show.</summary>
[ExactlyOnce]
public interface ICarelessShowGrain : IGrainWithStringKey
{
    Task<int> Reserve(string who);

    Task<ImmutableList<string>> Seats();
}
