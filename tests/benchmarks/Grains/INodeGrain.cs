namespace ActiveActive.Benchmarks;

/// <summary>Tells of the process that it lives in; of use where there is one silo.</summary>
[Alias("bench.INodeGrain")]
internal interface INodeGrain : IGrainWithStringKey
{
    /// <summary>Collects all garbage, gives what is free back to the system, and tells what is left.</summary>
    [Alias("Collect")]
    Task<NodeReport> Collect();
}
