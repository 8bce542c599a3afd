using Npgsql;

namespace ActiveActive.Database.Migration;

/// <summary>Reads and prepares the two tables in which a database says what was done to it and what it demands.</summary>
internal static class MigrationJournal
{
    public const string Schema = "activeactive";
    public const string Table = "schema_version";

    public static async Task<MigrationStatus> ReadAsync(NpgsqlConnection connection, MigrationScripts scripts, CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(connection, cancellationToken);
        var required = await RequiredCodeVersionAsync(connection, cancellationToken);
        return new MigrationStatus(
            CodeVersion: scripts.HighestNumber,
            DatabaseVersion: applied.Select(MigrationScripts.NumberOf).DefaultIfEmpty().Max(),
            RequiredCodeVersion: required,
            Applied: applied,
            Pending: [.. scripts.All.Select(script => script.Name).Except(applied)]);
    }

    /// <summary>Creates the schema and the requirement table; the journal's own table is DbUp's. Call under <see cref="MigrationLock"/>.</summary>
    public static async Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Asked first, because CREATE SCHEMA IF NOT EXISTS demands the privilege even when there is nothing to create.
        if (!await ExistsAsync(connection, MigrationSql.SchemaExists, cancellationToken))
            await ExecuteAsync(connection, MigrationSql.CreateSchema, cancellationToken);

        await ExecuteAsync(connection, MigrationSql.CreateRequirement, cancellationToken);
    }

    /// <summary>
    /// The session's search path without our own schema, for SQL; null when nothing else is on it. For a user called <c>activeactive</c> PostgreSQL's
    /// default path begins with our schema, and Orleans' tables would be where no other user looks for them.
    /// </summary>
    public static async Task<string?> DefaultSchemasAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(MigrationSql.DefaultSchemas, connection);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private static async Task<IReadOnlyList<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        if (!await ExistsAsync(connection, MigrationSql.JournalExists, cancellationToken)) return names;

        await using var command = new NpgsqlCommand(MigrationSql.ReadJournal, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) names.Add(reader.GetString(0));
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static async Task<int> RequiredCodeVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(connection, MigrationSql.RequirementExists, cancellationToken)) return 0;

        await using var command = new NpgsqlCommand(MigrationSql.ReadRequirement, connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
