using System.Net;

namespace ActiveActive.Client.Watch.Frames;

/// <summary>The server's first frame.</summary>
/// <param name="Server">The server's address in its cluster, with the generation that tells a restarted process from the one before it.</param>
/// <param name="GatewayPort">The server's port for clients, at the same IP address; 0 when it has none.</param>
/// <param name="ReachedAt">The server's own end of this connection. It differs from what was dialed when something between the two translates addresses.</param>
/// <param name="Members">The cluster as the server knows it.</param>
internal sealed record Welcome(SiloAddress Server, int GatewayPort, IPEndPoint ReachedAt, Members Members) : WatchFrame;
