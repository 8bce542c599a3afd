using ActiveActive.Client.Connection;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using Npgsql;

namespace ActiveActive.Silo.Health;

/// <summary>All databases of the region: its own, and its shards when there are any.</summary>
internal sealed class RegionDatabases(RegionDatabase database, StorageShards shards)
{
    /// <summary>The region's own database.</summary>
    public NpgsqlDataSource Main => database.Source;

    /// <summary>All of them, the region's own first.</summary>
    public IEnumerable<NpgsqlDataSource> All => Pools.Select(static pool => pool.Current);

    /// <summary>How many connections the silo may take, of all of them together.</summary>
    public int MaxConnections => Pools.Sum(static pool => new NpgsqlConnectionStringBuilder(pool.Current.ConnectionString).MaxPoolSize);

    private IEnumerable<PrimaryDataSource> Pools => shards.All.Select(static shard => shard.Primary).Prepend(database.Primary).Distinct();

    /// <summary>Asks all of them for a row of figures.</summary>
    public async Task<IReadOnlyList<T>> Ask<T>(string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(All.Select(source => source.Rows(sql, row, cancellation)));
        return [.. answers.Select(static rows => rows[0])];
    }
}
