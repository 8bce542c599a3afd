namespace ActiveActive.Client.Watch.Frames;

/// <summary>The server's first and last frame to a dialer that it does not serve.</summary>
/// <param name="Reason">For the dialer's log.</param>
internal sealed record TurnedAway(string Reason) : WatchFrame;
