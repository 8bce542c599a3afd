using Npgsql;

namespace ActiveActive.Database.Migration;

/// <summary>A database of a region, for tools that read or write single tables of it.</summary>
public static class MigratedDatabase
{
    /// <summary>Opens it.</summary>
    /// <param name="connectionString">Its connection string.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A small pool; the caller disposes it.</returns>
    /// <exception cref="DatabaseNotMigratedException">It lacks migrations.</exception>
    /// <exception cref="DatabaseNeedsNewerCodeException">It demands newer code.</exception>
    /// <exception cref="DatabaseSetupException">It cannot be used.</exception>
    public static async Task<NpgsqlDataSource> OpenAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        await DatabaseMigrator.CheckAsync(connectionString, cancellationToken);
        return ConnectionTarget.OpenDataSource(connectionString);
    }
}
