namespace ActiveActive.Peers.Orleans;

/// <summary>What is stored of a counter.</summary>
[GenerateSerializer, Alias("peer.PlainCounterState")]
internal sealed class PlainCounterState
{
    [Id(0)]
    public long Value { get; set; }
}
