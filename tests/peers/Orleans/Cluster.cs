using Orleans.Configuration;

namespace ActiveActive.Peers.Orleans;

/// <summary>What silos and clients have in common.</summary>
internal static class Cluster
{
    /// <summary>Orleans' name for Npgsql.</summary>
    public const string Invariant = "Npgsql";

    public static void Apply(ClusterOptions options)
    {
        options.ClusterId = "peer";
        options.ServiceId = "peer";
    }
}
