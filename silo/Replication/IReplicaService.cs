using Orleans.Concurrency;
using Orleans.Services;

namespace ActiveActive.Silo.Replication;

/// <summary>On every silo: is told by the one that merges.</summary>
internal interface IReplicaService : IGrainService
{
    /// <summary>The rows of these states were merged. Done when those that are active on the silo have taken them.</summary>
    [Alias("refresh")]
    Task Refresh(List<MergedRow> rows);

    /// <summary>Done when memory on the silo shows all writes of replicated state that are under way now.</summary>
    [Alias("writes-done")]
    Task WritesDone();

    /// <summary>Keeps a state that is active on the silo from writing until it is refreshed, or half a second is over.</summary>
    [Alias("hold")]
    Task Hold(MergedRow state);

    /// <summary>How far the streams are applied, and the region's own stored in a majority of the regions.</summary>
    [Alias("progress")]
    Task Progress(List<StreamPosition> applied, List<StreamPosition> stored);

    /// <summary>Something was added to the log: a commit of another silo, or what came from another region. Not answered.</summary>
    [Alias("committed")]
    [OneWay]
    Task Committed();

    /// <summary>What is stable, and whether replicated state may be written.</summary>
    [Alias("learn")]
    Task Learn(List<StreamPosition> stable, bool mayWrite);

    /// <summary>Replicated state is not written until it is said that it may be; nor are requests made again, then or later, that were first made before a time.</summary>
    [Alias("close")]
    Task Close(DateTimeOffset? noRetriesBefore);
}
