namespace ActiveActive.Client.Watch.Frames;

/// <summary>The dialer's first frame.</summary>
/// <param name="ClusterId">The region's name; another one is turned away by <see cref="TurnedAway"/>.</param>
/// <param name="Silo">The dialer's own address when it is a silo, which watches its peers; null when it is a client, which watches gateways.</param>
internal sealed record Hello(string ClusterId, SiloAddress? Silo = null) : WatchFrame;
