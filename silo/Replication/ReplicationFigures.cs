using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication;

/// <summary>What the silo that merges knows of how far its region is. On the others there is nothing to read.</summary>
internal sealed class ReplicationFigures(IOptions<ActiveActiveOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, bool> _links = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CatchUpEstimate> _estimates = new(StringComparer.Ordinal);
    private volatile IReadOnlyDictionary<string, long> _letters = new Dictionary<string, long>();
    private volatile Inflow? _inflow;

    /// <summary>Whether this silo is the one that merges.</summary>
    public bool IsLeading => _inflow is not null;

    /// <summary>This silo merges from now on, until the result is disposed of.</summary>
    public IDisposable Lead(Inflow inflow)
    {
        _inflow = inflow;
        return new Leading(this);
    }

    /// <summary>Notes whether the link to a peer works.</summary>
    public void SetLink(string peer, bool isUp) => _links[peer] = isUp;

    /// <summary>Notes how many changes are put aside, by the region that wrote them.</summary>
    public void SetDeadLetters(IReadOnlyDictionary<string, long> letters) => _letters = letters;

    /// <summary>Takes a sample of how fast things go; to be called regularly.</summary>
    public void Sample()
    {
        if (_inflow is not { } inflow)
        {
            return;
        }

        var now = time.GetTimestamp();
        foreach (var (origin, behind) in inflow.Behind())
        {
            _estimates.GetOrAdd(origin, _ => new CatchUpEstimate(time)).Add(now, behind.Applied, behind.Known);
        }
    }

    /// <summary>The links of this silo that take the changes of peers.</summary>
    public IEnumerable<(string Peer, bool IsUp)> Links() => _links.Select(static link => (link.Key, link.Value));

    /// <summary>How far the region is with each of the others; nothing when another silo merges.</summary>
    public IReadOnlyList<OriginFigures> Read()
    {
        if (_inflow is not { } inflow)
        {
            return [];
        }

        var behind = inflow.Behind();
        return [.. options.Value.Replication.Peers.Keys.Select(peer => behind.TryGetValue(peer, out var one)
            ? new OriginFigures(peer, one.Watermark, one.Known - one.Applied, one.Bytes, EstimateOf(peer, one.Known - one.Applied), _letters.GetValueOrDefault(peer))
            : new OriginFigures(peer, null, 0, 0, 0, _letters.GetValueOrDefault(peer)))];
    }

    private double EstimateOf(string origin, long backlog) => _estimates.TryGetValue(origin, out var estimate) ? estimate.Seconds(backlog) : backlog == 0 ? 0 : double.PositiveInfinity;

    private void End()
    {
        _inflow = null;
        _links.Clear();
        _estimates.Clear();
        _letters = new Dictionary<string, long>();
    }

    private sealed class Leading(ReplicationFigures figures) : IDisposable
    {
        public void Dispose() => figures.End();
    }
}
