using System.Globalization;
using ActiveActive.Benchmarks.Driver;

namespace ActiveActive.Benchmarks;

/// <summary>The grains as a client calls them, of either system.</summary>
/// <param name="grains">The client.</param>
/// <param name="disconnect">Ends it.</param>
internal sealed class GrainTarget(IGrainFactory grains, Func<ValueTask> disconnect) : IBenchTarget
{
    public Task Call(BenchWork work, int grain, int payload)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"bench-{grain}");
        return work switch
        {
            BenchWork.Write => grains.GetGrain<IBenchGrain>(key).Write(payload),
            BenchWork.DurableWrite => grains.GetGrain<IDurableBenchGrain>(key).Write(payload),
            BenchWork.HotWrite => grains.GetGrain<IHotBenchGrain>(key).Add(1),
            BenchWork.Read => grains.GetGrain<IBenchGrain>(key).Read(),
            _ => throw new ArgumentOutOfRangeException(nameof(work), work, "No call does this."),
        };
    }

    public Task FirstCall() => grains.GetGrain<IBenchGrain>("first").Read();

    public async Task<NodeMemory> Collect()
    {
        var report = await grains.GetGrain<INodeGrain>("only").Collect();
        return new NodeMemory(report.WorkingSet, report.Heap);
    }

    public ValueTask DisposeAsync() => disconnect();
}
