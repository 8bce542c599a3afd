namespace ActiveActive.Benchmarks.Driver;

/// <summary>The grains or actors of a system, by their numbers.</summary>
internal interface IBenchTarget : IAsyncDisposable
{
    /// <summary>Makes one call and returns with its answer.</summary>
    /// <param name="work">What it does.</param>
    /// <param name="grain">The grain's number.</param>
    /// <param name="payload">Bytes to store.</param>
    Task Call(BenchWork work, int grain, int payload);

    /// <summary>Lets a node collect its garbage and tell its memory.</summary>
    Task<NodeMemory> Collect() => throw new NotSupportedException("This system's memory is not measured. Order it of ActiveActive or plain Orleans.");
}
