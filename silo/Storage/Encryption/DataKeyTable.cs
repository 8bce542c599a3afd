using ActiveActive.Silo.Security;
using Npgsql;

namespace ActiveActive.Silo.Storage.Encryption;

/// <summary>The data keys in <c>activeactive.data_key</c>.</summary>
internal sealed class DataKeyTable(RegionDatabase database) : IDataKeyStore
{
    public Task<long> Add(string ringKey, byte[] wrapped, CancellationToken cancellation) => StorageErrors.Guard(async () =>
    {
        await using var command = Command(DataKeySql.Add, ringKey);
        command.Parameters.Add(new() { Value = wrapped });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    });

    public Task<StoredDataKey?> Find(long id, CancellationToken cancellation) => Read(DataKeySql.Find, id, cancellation);

    public Task<StoredDataKey?> FindNewest(string ringKey, CancellationToken cancellation) => Read(DataKeySql.FindNewest, ringKey, cancellation);

    public Task<DateTimeOffset?> FirstUse(string ringKey, CancellationToken cancellation) => StorageErrors.Guard<DateTimeOffset?>(async () =>
    {
        await using var command = Command(DataKeySql.FirstUse, ringKey);
        return await command.ExecuteScalarAsync(cancellation) is DateTime first ? new DateTimeOffset(first, TimeSpan.Zero) : null;
    });

    public Task<bool> Renew(long id, CancellationToken cancellation) => StorageErrors.Guard(async () =>
    {
        await using var command = Command(DataKeySql.Renew, id);
        return await command.ExecuteNonQueryAsync(cancellation) > 0;
    });

    private Task<StoredDataKey?> Read(string sql, object parameter, CancellationToken cancellation) => StorageErrors.Guard(async () =>
    {
        await using var command = Command(sql, parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new StoredDataKey(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)) : null;
    });

    private NpgsqlCommand Command(string sql, object parameter)
    {
        var command = database.Source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = parameter });
        return command;
    }
}
