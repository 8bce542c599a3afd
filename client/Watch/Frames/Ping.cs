namespace ActiveActive.Client.Watch.Frames;

/// <summary>The dialer asks for a sign of life.</summary>
/// <param name="Sequence">Chosen by the dialer, rising; comes back in the <see cref="Pong"/>.</param>
internal sealed record Ping(long Sequence) : WatchFrame;
