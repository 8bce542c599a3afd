namespace ActiveActive.Database.Migration;

/// <summary>One script: its file name, which the journal keeps, and its SQL.</summary>
internal sealed record MigrationScript(string Name, string Sql);
