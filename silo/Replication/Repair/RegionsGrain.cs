using ActiveActive.State.Storage;
using Grpc.Core;
using Orleans.Concurrency;

namespace ActiveActive.Silo.Replication.Repair;

/// <inheritdoc cref="IRegionsGrain"/>
[Reentrant, StatelessWorker(1), GrainType("regions")]
internal sealed class RegionsGrain(RegionsReader reader, PeerComparer comparer, RegionRepair repair, OwnStreams own) : Grain, IRegionsGrain
{
    private const int MostDifferences = 1_000;

    public Task<RegionsStatus> Status() => reader.Read(CancellationToken.None);

    public Task<ComparedRegions> Verify(string peer) => Plain(peer, async () => Told(peer, await comparer.Compare(peer, CancellationToken.None), []));

    public Task<ComparedRegions> Fetch(string peer) => Plain(peer, async () =>
    {
        var (found, mended) = await repair.Fetch(peer, CancellationToken.None);
        return Told(peer, found, mended);
    });

    public Task<string> Replace(string peer, string grainType, string grainKey, string name) =>
        Plain(peer, async () => (await repair.Replace(peer, new StateKey(grainType, grainKey, name), CancellationToken.None)).ToString());

    // The caller knows nothing of the links between regions.
    private static async Task<T> Plain<T>(string peer, Func<Task<T>> what)
    {
        try
        {
            return await what();
        }
        catch (RpcException error)
        {
            throw new InvalidOperationException($"Region {peer} does not answer: {error.Status.Detail}");
        }
    }

    private ComparedRegions Told(string peer, Comparison comparison, HashSet<StateKey> mended) => new(
        own.Self.Region,
        peer,
        comparison.Here,
        comparison.There,
        comparison.Looked,
        [.. comparison.Differences.Take(MostDifferences).Select(one => new DifferentState(
            one.Key.GrainType, one.Key.GrainKey, one.Key.Name, one.Finding.ToString(), one.Here?.Context?.ToString(), one.There?.Context?.ToString(), mended.Contains(one.Key)))],
        Math.Max(0, comparison.Differences.Count - MostDifferences));
}
