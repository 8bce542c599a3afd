namespace ActiveActive.Client.Watch.Frames;

/// <summary>The other side does not speak the watch protocol, or turned us away.</summary>
internal sealed class WatchProtocolException(string message) : IOException(message);
