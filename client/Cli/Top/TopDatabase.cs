namespace ActiveActive.Cli.Top;

/// <summary>A region's database.</summary>
internal sealed record TopDatabase(bool IsUp, double? Connections, double? MaxConnections);
