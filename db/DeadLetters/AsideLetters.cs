using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace ActiveActive.Database.DeadLetters;

/// <summary>The changes that a region has put aside, and how the silo that merges is asked to try them again.</summary>
public static class AsideLetters
{
    /// <summary>The oldest ones, in the order in which they were put aside.</summary>
    /// <param name="source">The region's database, migrated.</param>
    /// <param name="grainType">Only of this type of grain; null for all.</param>
    /// <param name="grainKey">Only of grains with this key; null for all.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<DeadLetter>> ListAsync(NpgsqlDataSource source, string? grainType, string? grainKey, int most, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(AsideLettersSql.List);
        Add(command, NpgsqlDbType.Text, grainType);
        Add(command, NpgsqlDbType.Text, grainKey);
        Add(command, NpgsqlDbType.Integer, most);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>One of them; null when there is none, or no longer.</summary>
    /// <param name="source">The region's database, migrated.</param>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DeadLetter?> FindAsync(NpgsqlDataSource source, long id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(AsideLettersSql.Find);
        Add(command, NpgsqlDbType.Bigint, id);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Asks for all entries of a state, or of all, to be merged again.</summary>
    /// <param name="source">The region's database, migrated.</param>
    /// <param name="id">An entry of the state; null for all that is put aside.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many entries there are.</returns>
    public static Task<int> RetryAsync(NpgsqlDataSource source, long? id, string by, CancellationToken cancellationToken = default) =>
        AskAsync(source, AsideLettersSql.Retry, cancellationToken, (NpgsqlDbType.Bigint, id), (NpgsqlDbType.Text, by));

    /// <summary>Asks for one entry to count as merged, without its change; the others of its state are merged again.</summary>
    /// <param name="source">The region's database, migrated.</param>
    /// <param name="id">The entry.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="why">Why; kept with it. Null for nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>1, or 0 when there is no such entry.</returns>
    public static Task<int> DropAsync(NpgsqlDataSource source, long id, string by, string? why, CancellationToken cancellationToken = default) =>
        AskAsync(source, AsideLettersSql.Drop, cancellationToken, (NpgsqlDbType.Bigint, id), (NpgsqlDbType.Text, by), (NpgsqlDbType.Text, why));

    /// <summary>Asks for another delta to be merged in the place of an entry's own, with the others of its state.</summary>
    /// <param name="source">The region's database, migrated.</param>
    /// <param name="id">The entry.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="delta">The delta, as JSON.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>1, or 0 when there is no such entry.</returns>
    public static Task<int> RepairAsync(NpgsqlDataSource source, long id, string by, string delta, CancellationToken cancellationToken = default) =>
        AskAsync(source, AsideLettersSql.Repair, cancellationToken, (NpgsqlDbType.Bigint, id), (NpgsqlDbType.Text, by), (NpgsqlDbType.Bytea, Encoding.UTF8.GetBytes(delta)));

    private static async Task<int> AskAsync(NpgsqlDataSource source, string statement, CancellationToken cancellation, params (NpgsqlDbType Type, object? Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(statement);
        foreach (var (type, value) in values)
        {
            Add(command, type, value);
        }

        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });

    private static async Task<List<DeadLetter>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<DeadLetter>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new DeadLetter(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetInt64(5),
                reader.GetInt32(6),
                reader.GetString(7),
                reader.GetFieldValue<DateTimeOffset>(8),
                await reader.IsDBNullAsync(9, cancellation) ? null : reader.GetString(9),
                await reader.IsDBNullAsync(10, cancellation) ? null : reader.GetInt32(10),
                await TextAsync(reader, 11, cancellation),
                await TextAsync(reader, 12, cancellation)));
        }

        return found;
    }

    private static async Task<string?> TextAsync(NpgsqlDataReader reader, int column, CancellationToken cancellation) =>
        await reader.IsDBNullAsync(column, cancellation) ? null : Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column));
}
