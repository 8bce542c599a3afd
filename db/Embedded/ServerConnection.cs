using Npgsql;

namespace ActiveActive.Database.Embedded;

/// <summary>Our own connections to the server.</summary>
internal static class ServerConnection
{
    public static string String(int port, string password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = ClusterInitializer.Superuser,
        Password = password,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public static async Task DropDatabaseAsync(int port, string password, string database, CancellationToken cancellationToken)
    {
        await using var connection = await OpenMaintenanceAsync(port, password, cancellationToken);
        await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)", connection);
        await drop.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task CreateDatabaseAsync(int port, string password, string database, CancellationToken cancellationToken)
    {
        await using var connection = await OpenMaintenanceAsync(port, password, cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", connection);
        exists.Parameters.Add(new() { Value = database });
        if ((bool)(await exists.ExecuteScalarAsync(cancellationToken))!) return;

        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{database}\"", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<NpgsqlConnection> OpenMaintenanceAsync(int port, string password, CancellationToken cancellationToken)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(String(port, password, "postgres")) { Pooling = false };
        var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
