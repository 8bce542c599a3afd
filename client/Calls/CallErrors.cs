using Orleans.Serialization;

namespace ActiveActive.Client.Calls;

/// <summary>Which errors may travel between silos and clients.</summary>
internal static class CallErrors
{
    /// <summary>
    /// Lets errors travel that are neither Orleans' nor ours: the database's, which are the causes inside many of ours, and those of Polly, by which Orleans gives up to place a grain (10.4). Their
    /// assemblies have to be there on both sides: of an error that it cannot serialize Orleans says only that, and a caller could not tell what to do.
    /// </summary>
    public static void Allow(ExceptionSerializationOptions options)
    {
        options.SupportedNamespacePrefixes.Add("Npgsql");
        options.SupportedNamespacePrefixes.Add("Polly");
    }
}
