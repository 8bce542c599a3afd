using ActiveActive.TestKit.Load;

namespace ActiveActive.Cli.Drills.Compare;

/// <summary>A running cluster with an empty database of its own, and how to call it and break it.</summary>
internal interface ICluster : IAsyncDisposable
{
    /// <summary>The program of its load processes, and the argument that tells it to be one.</summary>
    (string Program, string Argument) Load { get; }

    /// <summary>What a load process needs to know.</summary>
    WorkerSettings Worker(LoadPlan plan, string historyFile);

    /// <summary>Kills a node (SIGKILL), counted from 1.</summary>
    Task Kill(int node);

    /// <summary>The nodes that died without having been killed.</summary>
    IReadOnlyCollection<string> Died();

    /// <summary>What is stored of each counter; absent if nothing is.</summary>
    Task<IReadOnlyDictionary<string, long>> Counters(IReadOnlyList<string> keys, CancellationToken cancellation);
}
