using System.Net;

namespace ActiveActive.TestKit.Faults;

/// <summary>
/// The network between regions on one machine: each region reaches each silo of the others by a relay of its own, so that what goes from one region to another can be held or made late, in each direction by itself.
/// Needs no rights.
/// </summary>
/// <param name="address">The address at which silos reach the relays.</param>
/// <param name="seed">Decides how late single pieces are.</param>
internal sealed class RegionLinks(IPAddress address, int seed) : IAsyncDisposable
{
    private readonly List<LinkRelay> _relays = [];
    private readonly Dictionary<(string From, string To), LinkDirection> _directions = [];

    /// <summary>Where a region reaches a silo of another from now on.</summary>
    public IPEndPoint Reach(string region, string other, IPEndPoint silo)
    {
        var relay = new LinkRelay(address, silo, Direction(region, other), Direction(other, region));
        _relays.Add(relay);
        return relay.Address;
    }

    /// <summary>Holds what one region says to another until what is returned is disposed of.</summary>
    public IAsyncDisposable Cut(string from, string to) => Direction(from, to).Cut();

    /// <summary>Makes everything late that any region says to another.</summary>
    public IReadOnlyList<IAsyncDisposable> Delay(TimeSpan delay, TimeSpan jitter) => [.. _directions.Values.Select(direction => direction.Delay(delay, jitter))];

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }

        _relays.Clear();
    }

    private LinkDirection Direction(string from, string to) =>
        _directions.TryGetValue((from, to), out var direction) ? direction : _directions[(from, to)] = new LinkDirection(seed + _directions.Count);
}
