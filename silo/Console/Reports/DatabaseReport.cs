namespace ActiveActive.Silo.Console.Reports;

/// <summary>A region's database as one silo sees it. See <see cref="Model.DatabaseView"/>.</summary>
internal sealed record DatabaseReport(bool IsUp, double? OldestTransactionSeconds, double? Connections, double? MaxConnections, double? SizeBytes, double? LogBytes);
