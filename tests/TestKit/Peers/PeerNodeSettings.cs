using ActiveActive.TestKit.Regions;

namespace ActiveActive.TestKit.Peers;

/// <summary>What a node of a peer's cluster needs to know. Passed in the environment, because it holds the database's password.</summary>
/// <param name="Number">Which node it is, counted from 1.</param>
/// <param name="Nodes">The ports of all nodes, in order.</param>
/// <param name="Database">Connection string of the cluster's database.</param>
/// <param name="Variant">Which of the program's settings to use, such as <c>defaults</c> or <c>tuned</c>.</param>
internal sealed record PeerNodeSettings(int Number, SiloPorts[] Nodes, string Database, string Variant)
{
    /// <summary>The environment variable that holds it, as JSON.</summary>
    public const string Variable = "ACTIVEACTIVE_PEER_NODE";

    public SiloPorts Own => Nodes[Number - 1];
}
