namespace ActiveActive.Benchmarks.Driver;

/// <summary>What a call of the load does.</summary>
internal enum BenchWork
{
    /// <summary>Changes a grain's state and stores it before the answer: <c>IPersistentState</c>, or an event of a persistent actor.</summary>
    Write,

    /// <summary>The same with <c>IDurableState</c>: the effect and its reply are stored, too.</summary>
    DurableWrite,

    /// <summary>All callers change one grain by <c>IDurableState</c>.</summary>
    HotWrite,

    /// <summary>Writes a text into a register of all regions.</summary>
    SharedWrite,

    /// <summary>Reads a grain's state from memory; nothing is written.</summary>
    Read,

    /// <summary>No load: a node collects its garbage and tells what memory it holds.</summary>
    Collect,
}
