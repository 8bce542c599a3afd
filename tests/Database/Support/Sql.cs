using Npgsql;

namespace ActiveActive.Tests.Database.Support;

/// <summary>One-line SQL.</summary>
internal static class Sql
{
    public static async Task RunAsync(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ValueAsync<T>(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task RunAsync(string connectionString, string sql)
    {
        await using var database = Unpooled(connectionString);
        await database.RunAsync(sql);
    }

    public static async Task<T> ValueAsync<T>(string connectionString, string sql)
    {
        await using var database = Unpooled(connectionString);
        return await database.ValueAsync<T>(sql);
    }

    private static NpgsqlDataSource Unpooled(string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
}
