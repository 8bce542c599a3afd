using System.Text;
using ActiveActive.Database.Migration;
using Npgsql;

namespace ActiveActive.Database.Residency;

/// <summary>Finds out what a region's database really holds of each jurisdiction: by the keys of the grains, in every table that has such keys, and in every entry of the log.</summary>
public static class ResidencyAudit
{
    private const string Log = "log";
    private const int ChangeField = 1;
    private const int GrainKeyField = 2;

    /// <summary>Reads all rows; on a large database that takes a while.</summary>
    /// <param name="database">The database of a region, or of one of its shards.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<HeldData>> ReadAsync(string database, CancellationToken cancellationToken = default)
    {
        await DatabaseMigrator.CheckAsync(database, cancellationToken);
        await using var source = ConnectionTarget.OpenDataSource(database);
        var policy = new Dictionary<string, string[]>(StringComparer.Ordinal);
        await Each(source, ResidencyAuditSql.Policy, reader => policy.Add(reader.GetString(0), reader.GetFieldValue<string[]>(1)), cancellationToken);
        var tables = new List<string>();
        await Each(source, ResidencyAuditSql.Tables, reader => tables.Add(reader.GetString(0)), cancellationToken);
        var held = new List<HeldData>();
        foreach (var table in tables)
        {
            await Each(source, ResidencyAuditSql.KeysIn(table), reader => held.Add(new HeldData(table, reader.GetString(0), policy[reader.GetString(0)], reader.GetInt64(1), reader.GetString(2))), cancellationToken);
        }

        var entries = new Dictionary<string, HeldData>(StringComparer.Ordinal);
        await Each(source, ResidencyAuditSql.Entries, reader => Count(entries, policy, KeyOf(reader.GetFieldValue<byte[]>(0))), cancellationToken);
        return [.. held.Concat(entries.Values).OrderBy(static one => one.Jurisdiction, StringComparer.Ordinal).ThenBy(static one => one.Table, StringComparer.Ordinal)];
    }

    /// <summary>How many entries of the log are encrypted, so that they cannot be looked into.</summary>
    /// <param name="database">The region's database, migrated.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<long> EncryptedAsync(string database, CancellationToken cancellationToken = default)
    {
        await using var source = ConnectionTarget.OpenDataSource(database);
        var count = 0L;
        await Each(source, ResidencyAuditSql.Encrypted, reader => count = reader.GetInt64(0), cancellationToken);
        return count;
    }

    private static void Count(Dictionary<string, HeldData> entries, Dictionary<string, string[]> policy, string? key)
    {
        if (key?.IndexOf(':', StringComparison.Ordinal) is > 0 and var end && policy.TryGetValue(key[..end], out var regions))
        {
            var one = entries.GetValueOrDefault(key[..end]) ?? new HeldData(Log, key[..end], regions, 0, key);
            entries[key[..end]] = one with { Count = one.Count + 1, Example = string.CompareOrdinal(key, one.Example) < 0 ? key : one.Example };
        }
    }

    private static async Task Each(NpgsqlDataSource source, string sql, Action<NpgsqlDataReader> row, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            row(reader);
        }
    }

    // An entry is a message of protocol buffers (silo/Replication/replication.proto); of all that is in it only this is read. Null when it is no change of a grain.
    private static string? KeyOf(ReadOnlySpan<byte> entry) => Field(entry, ChangeField) is { Length: > 0 } change && Field(change, GrainKeyField) is { Length: > 0 } key ? Encoding.UTF8.GetString(key) : null;

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> message, int wanted)
    {
        const int LengthDelimited = 2;
        while (message.Length > 0)
        {
            var tag = Number(ref message);
            var value = (tag & 7) == LengthDelimited ? Number(ref message) : 0;
            if ((tag & 7) != LengthDelimited)
            {
                Number(ref message); // the others here are all numbers of variable length
                continue;
            }

            if ((int)(tag >> 3) == wanted)
            {
                return message[..(int)value];
            }

            message = message[(int)value..];
        }

        return [];
    }

    private static ulong Number(ref ReadOnlySpan<byte> message)
    {
        var (number, shift) = (0UL, 0);
        while (true)
        {
            var next = message[0];
            message = message[1..];
            number |= (ulong)(next & 0x7F) << shift;
            shift += 7;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
