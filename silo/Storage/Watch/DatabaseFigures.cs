namespace ActiveActive.Silo.Storage.Watch;

/// <summary>What a silo knows of its region's database.</summary>
/// <param name="OldestTransaction">How long the oldest open transaction has lasted, of those that the silo's user may see; zero for none.</param>
/// <param name="Connections">Connections to the server, of all its databases.</param>
/// <param name="MaxConnections">How many the server allows.</param>
internal sealed record DatabaseFigures(TimeSpan OldestTransaction, int Connections, int MaxConnections);
