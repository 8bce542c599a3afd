namespace ActiveActive.Client.Watch.Frames;

/// <summary>The dialer's first frame.</summary>
/// <param name="Role">Who dials.</param>
/// <param name="ClusterId">The region's name; another one is turned away by <see cref="TurnedAway"/>.</param>
/// <param name="Silo">The dialer's own address when it is a silo.</param>
internal sealed record Hello(DialerRole Role, string ClusterId, SiloAddress? Silo = null) : WatchFrame;
