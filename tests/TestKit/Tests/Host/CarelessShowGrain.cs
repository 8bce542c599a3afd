using System.Collections.Immutable;

namespace RelayHost;

public sealed class CarelessShowGrain : Grain, ICarelessShowGrain
{
    private ImmutableList<string> _seats = [];

    public Task<int> Reserve(string who)
    {
        _seats = _seats.Add(who);
        return Task.FromResult(_seats.Count);
    }

    public Task<ImmutableList<string>> Seats() => Task.FromResult(_seats);
}
