using ActiveActive.Database.Migration;

namespace ActiveActive.Database.Encryption;

/// <summary>What each data key of a region still covers.</summary>
/// <param name="DataKeys">The data keys, in order of their ids; one without a ring key is missing, and what it sealed cannot be read.</param>
/// <param name="Unencrypted">Values that are not sealed: states, replies of effects, pending sends and changes together.</param>
public sealed record KeyUse(IReadOnlyList<KeyUse.DataKey> DataKeys, long Unencrypted)
{
    /// <summary>One data key.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="RingKey">The ring key that wraps it; null when the table has no such data key.</param>
    /// <param name="IsRetired">Whether nothing is written with it any more.</param>
    /// <param name="States">States that it seals.</param>
    /// <param name="Effects">Replies of effects that it seals.</param>
    /// <param name="Sends">Pending sends that it seals at least a part of.</param>
    /// <param name="Changes">Entries of the log of changes, and what was kept of such: dead letters, conflicts.</param>
    public sealed record DataKey(long Id, string? RingKey, bool IsRetired, long States, long Effects, long Sends, long Changes);

    /// <summary>Reads every row's header; on a large database that takes a while.</summary>
    /// <param name="database">The region's database, migrated.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<KeyUse> ReadAsync(string database, CancellationToken cancellationToken = default)
    {
        await DatabaseMigrator.CheckAsync(database, cancellationToken);
        await using var source = ConnectionTarget.OpenDataSource(database);
        await using var command = source.CreateCommand(KeyUseSql.Read);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<DataKey>();
        var unencrypted = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            var (states, effects, sends, changes) = (reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6));
            if (await reader.IsDBNullAsync(0, cancellationToken))
            {
                unencrypted = states + effects + sends + changes;
            }
            else
            {
                keys.Add(new DataKey(reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1), reader.GetBoolean(2), states, effects, sends, changes));
            }
        }

        return new KeyUse(keys, unencrypted);
    }
}
