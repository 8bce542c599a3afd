using ActiveActive.Replication.Repair;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>The digest trees of runs of comparison. Each is made once, by reading all states, and kept for a while: 40 bytes a state.</summary>
internal sealed class StateDigests(StateScan scan, ReplicatedTypes types, TimeProvider time)
{
    private const int MostRuns = 2;
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string With, Guid Run), (Task<DigestTree> Tree, long UsedAt)> _runsNeedsLock = [];

    /// <summary>Reads all states that another region may hold, too.</summary>
    public async Task<DigestTree> Make(string with, CancellationToken cancellation)
    {
        var prints = new List<StatePrint>();
        await foreach (var row in scan.Rows(with, cancellation))
        {
            prints.Add(new StatePrint(StatePrint.PlaceOf(row.Key), types.RepairOf(row.Key)!.See(row.Payload).Print));
        }

        return new DigestTree(prints);
    }

    /// <summary>The tree of a run that another region has begun.</summary>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public async Task<DigestTree> Of(string with, Guid run, CancellationToken cancellation)
    {
        Task<DigestTree> tree;
        lock (_lock)
        {
            foreach (var old in _runsNeedsLock.Where(one => one.Value.Tree.IsFaulted || one.Value.Tree.IsCanceled || time.GetElapsedTime(one.Value.UsedAt) > KeepFor).Select(static one => one.Key).ToList())
            {
                _runsNeedsLock.Remove(old);
            }

            if (!_runsNeedsLock.TryGetValue((with, run), out var known))
            {
                while (_runsNeedsLock.Count >= MostRuns)
                {
                    var oldest = _runsNeedsLock.Where(static one => one.Value.Tree.IsCompleted).OrderBy(static one => one.Value.UsedAt).Select(static one => ((string, Guid)?)one.Key).FirstOrDefault()
                        ?? throw new InvalidOperationException($"{MostRuns} comparisons are being prepared here already. Try again when they are done.");
                    _runsNeedsLock.Remove(oldest);
                }

                known.Tree = Make(with, CancellationToken.None); // others of the run may wait for it when this caller has gone
            }

            _runsNeedsLock[(with, run)] = (tree = known.Tree, time.GetTimestamp());
        }

        return await tree.WaitAsync(cancellation);
    }
}
