using System.Diagnostics;

namespace ActiveActive.Benchmarks;

[GrainType("bench-node")]
internal sealed class NodeGrain : Grain, INodeGrain
{
    // What finalizers let go of is collected the next time.
    private const int Times = 3;

    public Task<NodeReport> Collect()
    {
        for (var time = 0; time < Times; time++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return Task.FromResult(new NodeReport(process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: false)));
    }
}
