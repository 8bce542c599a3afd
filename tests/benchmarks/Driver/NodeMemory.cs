namespace ActiveActive.Benchmarks.Driver;

/// <summary>What a node's process holds after a full garbage collection, in bytes.</summary>
internal sealed record NodeMemory(long WorkingSet, long Heap);
