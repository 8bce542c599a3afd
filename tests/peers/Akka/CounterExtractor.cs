using Akka.Cluster.Sharding;

namespace ActiveActive.Peers.Akka;

/// <summary>Which counter a message is for. Ten shards for each node, as the documentation of cluster sharding advises.</summary>
internal sealed class CounterExtractor() : HashCodeMessageExtractor(maxNumberOfShards: 30)
{
    public override string? EntityId(object message) => (message as CounterCall)?.Key;

    public override object? EntityMessage(object message) => (message as CounterCall)?.Message;
}
