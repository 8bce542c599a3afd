using ActiveActive.Database.Encryption;
using ActiveActive.Silo;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ActiveActive.Tests.Cluster.Encryption;

/// <summary>A database, a key file, and regions over them, one after the other or at once.</summary>
internal sealed class EncryptedRegion : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aa-keys-").FullName;
    private readonly List<RegionCluster> _clusters = [];
    private readonly NpgsqlDataSource _source;

    public EncryptedRegion(string database)
    {
        Database = database;
        _source = NpgsqlDataSource.Create(database);
        FirstKey = KeyFile.Create(File, TimeProvider.System);
    }

    public string Database { get; }

    public string FirstKey { get; }

    public string File => Path.Combine(_folder, "keys.json");

    public async Task<RegionCluster> Start(Action<EncryptionOptions>? configure = null, bool deliverSends = true, short silos = 1)
    {
        var cluster = await RegionCluster.Start(
            Database,
            silos,
            configureSilo: silo =>
            {
                silo.AddActiveActiveGrainStorage("Default");
                silo.Services.Configure<ActiveActiveOptions>(options =>
                {
                    var encryption = options.Encryption;
                    (encryption.Enabled, encryption.KeyFile) = (true, File);
                    encryption.RingPeriod = TimeSpan.FromMilliseconds(50);
                    encryption.RenewPeriod = TimeSpan.FromMilliseconds(100);
                    encryption.RetireAfter = TimeSpan.FromSeconds(1);
                    encryption.RemoveAfter = TimeSpan.Zero;
                    encryption.ReencryptionPeriod = TimeSpan.FromMilliseconds(100);
                    configure?.Invoke(encryption);
                });
            },
            deliverSends: deliverSends);
        _clusters.Add(cluster);
        return cluster;
    }

    /// <summary>The columns of the framework's tables that hold a text, or its Base64 form, or its UTF-16 form.</summary>
    public async Task<List<string>> ColumnsThatHold(string text)
    {
        var found = new List<string>();
        foreach (var (table, column) in await BinaryColumns())
        {
            await using var command = _source.CreateCommand($"""
                select exists (
                    select from {table}
                    where position($1 in {column}) > 0 or position($2 in {column}) > 0 or position(convert_to($3, 'UTF8') in {column}) > 0)
                """);
            command.Parameters.Add(new() { Value = System.Text.Encoding.UTF8.GetBytes(text) });
            command.Parameters.Add(new() { Value = System.Text.Encoding.Unicode.GetBytes(text) });
            command.Parameters.Add(new() { Value = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)) });
            if ((bool)(await command.ExecuteScalarAsync())!)
            {
                found.Add($"{table}.{column}");
            }
        }

        return found;
    }

    public async Task Execute(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<KeyUse> Use() => KeyUse.ReadAsync(Database);

    /// <summary>Waits until no data key is wrapped by a ring key. Replies, which would go with their partitions, are deleted.</summary>
    public Task IsFreeOf(string ringKey) => Eventually.Holds(
        async () =>
        {
            await Execute($"delete from activeactive.effect e using activeactive.data_key d where d.id = activeactive.data_key_of(e.reply) and d.ring_key = '{ringKey}'");
            return (await Use()).DataKeys.All(key => key.RingKey != ringKey);
        },
        $"no data key of ring key '{ringKey}' is left",
        TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _clusters)
        {
            await cluster.DisposeAsync();
        }

        await _source.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<List<(string Table, string Column)>> BinaryColumns()
    {
        await using var command = _source.CreateCommand("""
            select format('%I.%I', c.table_schema, c.table_name), c.column_name
            from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where t.table_schema in ('activeactive', 'public') and t.table_type = 'BASE TABLE' and c.data_type = 'bytea'
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            columns.Add((reader.GetString(0), reader.GetString(1)));
        }

        return columns;
    }
}
