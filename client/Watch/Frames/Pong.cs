namespace ActiveActive.Client.Watch.Frames;

/// <summary>The answer to a <see cref="Ping"/>.</summary>
/// <param name="Sequence">That of the ping.</param>
/// <param name="DialerStatus">The dialing silo's status in the server's view; <see cref="SiloStatus.None"/> for a client, or when the server does not know the silo (yet).</param>
/// <param name="Version">The version of the server's view.</param>
/// <param name="Wait">How long work waits for a thread in the server's process, in whole milliseconds; null from a server of before that was told.</param>
internal sealed record Pong(long Sequence, SiloStatus DialerStatus, long Version, TimeSpan? Wait = null) : WatchFrame;
