using Orleans.Serialization;

namespace ActiveActive.Client.Calls;

/// <summary>Which errors may travel between silos and clients.</summary>
internal static class CallErrors
{
    /// <summary>
    /// Lets the database's own errors travel, which are the causes inside many of ours. Orleans drops an answer that it cannot serialize, and its caller waits in vain.
    /// </summary>
    public static void Allow(ExceptionSerializationOptions options) => options.SupportedNamespacePrefixes.Add("Npgsql");
}
