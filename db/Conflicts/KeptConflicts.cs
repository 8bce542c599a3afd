using Npgsql;

namespace ActiveActive.Database.Conflicts;

/// <summary>The conflicts that a region has kept.</summary>
public static class KeptConflicts
{
    /// <summary>The latest ones, the latest first.</summary>
    /// <param name="source">The region's database, migrated.</param>
    /// <param name="grainType">Only of this type of grain; null for all.</param>
    /// <param name="grainKey">Only of grains with this key; null for all.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<KeptConflict>> ListAsync(NpgsqlDataSource source, string? grainType, string? grainKey, int most, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(KeptConflictsSql.List);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = grainType });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = grainKey });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>One of them; null when there is none.</summary>
    /// <param name="source">The region's database, migrated.</param>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<KeptConflict?> FindAsync(NpgsqlDataSource source, long id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(KeptConflictsSql.Find);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    private static async Task<List<KeptConflict>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<KeptConflict>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new KeptConflict(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetString(5),
                SideAt(reader, 6),
                SideAt(reader, 11),
                reader.GetFieldValue<DateTimeOffset>(16),
                await reader.IsDBNullAsync(17, cancellation) ? null : reader.GetFieldValue<DateTimeOffset>(17))
            {
                Said = reader.GetFieldValue<byte[]>(18),
            });
        }

        return found;
    }

    private static KeptConflict.Side SideAt(NpgsqlDataReader reader, int column) =>
        new(reader.GetString(column), reader.GetBoolean(column + 1), reader.GetString(column + 2), reader.GetFieldValue<DateTimeOffset>(column + 3), reader.GetString(column + 4));
}
