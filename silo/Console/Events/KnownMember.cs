using ActiveActive.Silo.Console.Model;

namespace ActiveActive.Silo.Console.Events;

/// <summary>A member of the cluster as the timeline knows it.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">What it does.</param>
/// <param name="Since">Since when, monotonic; null when it was so before this silo looked first.</param>
internal sealed record KnownMember(SiloAddress Silo, string Name, SiloStatusWord Status, long? Since)
{
    /// <summary>Orleans' address in the form that is shown and asked for.</summary>
    public string Address => AddressOf(Silo);

    /// <summary>Host, port and generation.</summary>
    public static string AddressOf(SiloAddress silo) => $"{silo.Endpoint}@{silo.Generation}";
}
