namespace ActiveActive.Database.Import;

/// <summary>What an import did.</summary>
/// <param name="ServiceId">The application.</param>
/// <param name="Copied">How many rows were copied from another database.</param>
/// <param name="Rows">How many rows there are to be taken over, each when its grain first reads it.</param>
public sealed record AdoNetImportReport(string ServiceId, long Copied, long Rows);
