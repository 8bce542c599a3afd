namespace ActiveActive.Client.Watch;

/// <summary>How a dial ended.</summary>
/// <param name="Port">What the port did. <see cref="PortState.Open"/> without a connection: somebody listens but gave no welcome (frozen, or not one of ours).</param>
/// <param name="Connection">Welcomed, and to be disposed of by the receiver; else null.</param>
/// <param name="Trouble">Why there is no connection, for a log.</param>
internal readonly record struct DialResult(PortState Port, WatchConnection? Connection, string? Trouble);
