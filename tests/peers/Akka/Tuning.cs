using Akka.Hosting;

namespace ActiveActive.Peers.Akka;

/// <summary>
/// The variant <c>tuned</c>: Akka's own settings that decide how long a dead node's entities are without a home, as short as a cluster of three on one local network
/// can have them.
/// </summary>
internal static class Tuning
{
    public const string Name = "tuned";

    // stable-after: the page about the split brain resolver gives the rule of thumb "log10(maxExpectedNumberOfNodes) * 10", which is 4.8 s for three nodes. It counts
    // twice after a death: until the node is downed, and as the margin until its shards are allocated anew.
    // failure-detector: heartbeats twice as often as by default, silence of 1 s instead of 3 s allowed beyond the usual.
    // The intervals: how often the outcome is looked at and passed on.
    // retry-interval: how soon a region asks a new coordinator for a shard's home again.
    private const string Settings =
        """
        akka.cluster {
          failure-detector {
            heartbeat-interval = 500ms
            acceptable-heartbeat-pause = 1s
            expected-response-after = 500ms
          }
          unreachable-nodes-reaper-interval = 200ms
          leader-actions-interval = 200ms
          gossip-interval = 200ms
          split-brain-resolver.stable-after = 5s
          singleton.hand-over-retry-interval = 200ms
          sharding.retry-interval = 200ms
        }
        """;

    public static void Apply(AkkaConfigurationBuilder akka) => akka.AddHocon(Settings, HoconAddMode.Prepend);
}
