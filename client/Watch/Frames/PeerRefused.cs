namespace ActiveActive.Client.Watch.Frames;

/// <summary>From a dialing silo: it lost its connection to a silo and is refused at both of that silo's ports. The receiver checks for itself.</summary>
/// <param name="Silo">The silo that seems to be dead.</param>
internal sealed record PeerRefused(SiloAddress Silo) : WatchFrame;
