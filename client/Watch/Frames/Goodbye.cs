namespace ActiveActive.Client.Watch.Frames;

/// <summary>The server leaves its cluster in order: the end of this connection is not a crash.</summary>
internal sealed record Goodbye : WatchFrame;
