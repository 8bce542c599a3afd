using ActiveActive.TestKit.Load;

namespace ActiveActive.TestKit.Peers;

/// <summary>What a peer's callers find in <see cref="WorkerSettings.Extra"/>.</summary>
internal static class PeerExtra
{
    /// <summary>As <see cref="PeerNodeSettings.Variant"/>.</summary>
    public const string Variant = "variant";

    /// <summary>The nodes' ports, separated by commas; for systems whose callers are not led by the database.</summary>
    public const string NodePorts = "node-ports";
}
