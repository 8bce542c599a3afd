using Npgsql;

namespace ActiveActive.Silo.Storage;

/// <summary>Runs single statements with positional parameters, where nothing has to be prepared.</summary>
internal static class Statements
{
    /// <summary>A command with its parameters.</summary>
    public static NpgsqlCommand Statement(this NpgsqlDataSource source, string sql, params ReadOnlySpan<object> values)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.AddAll(values);
        return command;
    }

    /// <summary>Adds values as the next parameters.</summary>
    public static void AddAll(this NpgsqlParameterCollection parameters, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value });
        }
    }

    /// <summary>Runs a statement for its effect.</summary>
    public static async Task Execute(this NpgsqlDataSource source, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = source.Statement(sql, values);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The first column of the first row; null when there is no row.</summary>
    public static async Task<object?> Scalar(this NpgsqlDataSource source, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = source.Statement(sql, values);
        return await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>All rows.</summary>
    public static async Task<List<T>> Rows<T>(this NpgsqlDataSource source, string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation, params object[] values)
    {
        await using var command = source.Statement(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}
