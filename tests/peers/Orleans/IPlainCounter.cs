namespace ActiveActive.Peers.Orleans;

/// <summary>A durable counter.</summary>
[Alias("peer.IPlainCounter")]
internal interface IPlainCounter : IGrainWithStringKey
{
    /// <summary>Adds, and answers the value after it when that is stored.</summary>
    [Alias("Add")]
    Task<long> Add(long amount);

    [Alias("Get")]
    Task<long> Get();
}
