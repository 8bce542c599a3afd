using Npgsql;

namespace ActiveActive.Tests.Browser.Support;

/// <summary>Lets nobody write a state in a database until it is disposed of.</summary>
internal sealed class StatesHeld : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private StatesHeld(NpgsqlConnection connection) => _connection = connection;

    public static async Task<IAsyncDisposable> In(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        var held = new StatesHeld(connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("begin; lock table activeactive.state in exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return held;
    }

    // The transaction ends with its connection.
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
