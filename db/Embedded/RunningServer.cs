namespace ActiveActive.Database.Embedded;

/// <summary>A server that accepts connections.</summary>
internal sealed record RunningServer(ServerProcess Process, int Port);
