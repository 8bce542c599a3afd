namespace ActiveActive.Client.Watch.Frames;

/// <summary>One silo of the cluster.</summary>
/// <param name="Address">Its address, with generation.</param>
/// <param name="Status">Its status in the server's view.</param>
/// <param name="GatewayPort">Its port for clients, at the same IP address; 0 when it has none, or the server does not know it (yet).</param>
internal readonly record struct Member(SiloAddress Address, SiloStatus Status, int GatewayPort);
