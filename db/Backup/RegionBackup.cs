using System.Data;
using System.Security.Cryptography;
using ActiveActive.Database.Migration;
using Npgsql;

namespace ActiveActive.Database.Backup;

/// <summary>Makes a backup of a region's database, and of its shards, with <c>pg_dump</c>.</summary>
/// <remarks>
/// <para>One database is dumped as it is at one moment, while silos go on writing. Shards are dumped at different moments, between which a send could be acknowledged in one and its effect be missing from another;
/// so with shards all silos must be stopped.</para>
/// <para>Not in the backup: who is a member of the cluster. The silos of the past must not be taken for living ones.</para>
/// </remarks>
public static class RegionBackup
{
    private static readonly string[] s_membership = ["orleansmembershiptable", "orleansmembershipversiontable"];

    /// <summary>Makes a backup in a new or empty folder. Its manifest is written last: a folder without one is no backup.</summary>
    /// <param name="database">The region's database.</param>
    /// <param name="shards">Its shards, all of them and in their order; empty when the region's database holds the state.</param>
    /// <param name="folder">Where to; made when it is not there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It could not be made.</exception>
    /// <exception cref="DatabaseSetupException">A database cannot be used.</exception>
    public static async Task<BackupManifest> RunAsync(string database, IReadOnlyList<string> shards, string folder, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(folder);
        if (Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new BackupException($"The folder '{folder}' is not empty. Name a new one: a backup is never written over another.");
        }

        var madeAt = DateTimeOffset.UtcNow;
        var status = await DatabaseMigrator.StatusAsync(database, cancellationToken);
        await using var source = ConnectionTarget.OpenDataSource(database);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await CheckShards(connection, shards, cancellationToken);
        var incarnation = (int)(await Scalar(connection, BackupSql.Incarnation, cancellationToken))!;
        var server = connection.ServerVersion;
        var began = (DateTime)(await Scalar(connection, BackupSql.Now, cancellationToken))!;
        var region = await Dump(database, folder, "region.dump", cancellationToken);
        var parts = new List<BackupPart>();
        foreach (var shard in shards)
        {
            parts.Add(await Dump(shard, folder, $"shard-{parts.Count}.dump", cancellationToken));
        }

        var manifest = new BackupManifest(madeAt, status.DatabaseVersion, incarnation, server, region, parts);
        await manifest.WriteAsync(folder, cancellationToken);
        await Note(connection, began, parts.Prepend(region).Sum(static part => part.Bytes), cancellationToken);
        return manifest;
    }

    /// <summary>Notes the backup where the silos' health checks look. Who may only read makes a backup all the same, and it is then not known there.</summary>
    private static async Task Note(NpgsqlConnection connection, DateTime began, long bytes, CancellationToken cancellation)
    {
        try
        {
            await using var command = new NpgsqlCommand(BackupSql.Note, connection);
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = began });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = bytes });
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.UndefinedTable)
        {
        }
    }

    private static async Task CheckShards(NpgsqlConnection region, IReadOnlyList<string> shards, CancellationToken cancellation)
    {
        if (shards.Count == 0)
        {
            if (await Shard(region, cancellation) is not (_, _, 1))
            {
                throw new BackupException("The state of this region is not in its own database, or no silo has used it yet. If it has shards (Storage:Shards), stop all silos and name all shards in their order, each with --shard.");
            }

            return;
        }

        if (await LiveSilos.Find(region, cancellation) is { } silos)
        {
            throw new BackupException($"These silos are alive, or were less than {LiveSilos.Within.TotalMinutes:0} minute ago: {silos}. Shards cannot be dumped at one moment, so stop all silos first.");
        }

        Guid? storage = null;
        for (var number = 0; number < shards.Count; number++)
        {
            await using var source = ConnectionTarget.OpenDataSource(shards[number]);
            await using var connection = await source.OpenConnectionAsync(cancellation);
            var shard = await Shard(connection, cancellation);
            storage ??= shard?.Storage;
            if (shard is null || shard.Value != (storage, number, shards.Count))
            {
                throw new BackupException(
                    $"Database number {number} of the {shards.Count} named with --shard {(shard is { } other ? $"is shard {other.Number} of {other.Count} of {(other.Storage == storage ? "this" : "another")} storage" : "is no shard")}. Name all shards of one storage in their order.");
            }
        }
    }

    private static async Task<(Guid Storage, int Number, int Count)?> Shard(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(BackupSql.Shard, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetGuid(0), reader.GetInt32(1), reader.GetInt32(2)) : null;
    }

    /// <summary>Dumps what one snapshot shows, and counts its rows in the same one.</summary>
    private static async Task<BackupPart> Dump(string database, string folder, string name, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, name);
        await using var source = ConnectionTarget.OpenDataSource(database);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var snapshot = (string)(await Scalar(connection, BackupSql.Snapshot, cancellation))!;
        await PostgresTool.RunAsync(
            "pg_dump",
            database,
            ["--format=custom", "--no-owner", "--no-privileges", $"--snapshot={snapshot}", $"--file={file}", .. s_membership.Select(static table => $"--exclude-table-data=*.{table}")],
            cancellation);
        var rows = await Count(connection, cancellation);
        await using var stream = File.OpenRead(file);
        return new BackupPart(name, stream.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)), rows);
    }

    /// <summary>Counts the rows of each table that a restore must bring back.</summary>
    internal static async Task<Dictionary<string, long>> Count(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var rows = new Dictionary<string, long>();
        foreach (var table in BackupSql.Counted)
        {
            rows.Add(table, (long)(await Scalar(connection, BackupSql.Count(table), cancellation))!);
        }

        return rows;
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(cancellation);
    }
}
