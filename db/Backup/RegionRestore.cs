using System.Security.Cryptography;
using ActiveActive.Database.Migration;
using Npgsql;

namespace ActiveActive.Database.Backup;

/// <summary>
/// Restores a backup into empty databases with <c>pg_restore</c>, and begins a new incarnation of the region: what was acknowledged after the backup is gone, and whoever remembers it must be able
/// to tell.
/// </summary>
public static class RegionRestore
{
    /// <summary>Restores. Each database is restored in one transaction; when a later one fails, the earlier ones are to be dropped.</summary>
    /// <param name="folder">The backup.</param>
    /// <param name="database">The region's new database: it exists and is empty.</param>
    /// <param name="shards">The new databases of its shards, as many as the backup has, in their order.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">The backup is damaged, a database is not empty, or a restored table has another number of rows.</exception>
    public static async Task<RestoreReport> RunAsync(string folder, string database, IReadOnlyList<string> shards, CancellationToken cancellationToken = default)
    {
        var manifest = await BackupManifest.ReadAsync(folder, cancellationToken);
        if (shards.Count != manifest.Shards.Count)
        {
            throw new BackupException($"The backup has {manifest.Shards.Count} shards, {shards.Count} databases are named with --shard. Name an empty database for each, in their order. Nothing was changed.");
        }

        (BackupPart Part, string Database)[] all = [(manifest.Region, database), .. manifest.Shards.Zip(shards)];
        foreach (var (part, target) in all)
        {
            await CheckFile(folder, part, cancellationToken);
            await CheckEmpty(target, cancellationToken);
        }

        var incarnation = 0;
        foreach (var (part, target) in all)
        {
            await PostgresTool.RunAsync(
                "pg_restore",
                target,
                ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", $"--dbname={new NpgsqlConnectionStringBuilder(target).Database}", Path.Combine(folder, part.File)],
                cancellationToken);
            await Verify(part, target, cancellationToken);
            await DatabaseMigrator.MigrateAsync(target, cancellationToken: cancellationToken);
            var begun = await Begin(target, $"restored from the backup of {manifest.MadeAt:u}", cancellationToken);
            incarnation = target == database ? begun : incarnation;
        }

        return new RestoreReport(manifest, incarnation);
    }

    private static async Task CheckFile(string folder, BackupPart part, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, part.File);
        if (!File.Exists(file))
        {
            throw new BackupException($"The backup's file '{file}' is missing. Use another backup. Nothing was changed.");
        }

        await using var stream = File.OpenRead(file);
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)) != part.Sha256)
        {
            throw new BackupException($"The backup's file '{file}' is damaged: its digest is not the one in {BackupManifest.FileName}. Use another backup. Nothing was changed.");
        }
    }

    private static async Task CheckEmpty(string database, CancellationToken cancellation)
    {
        await using var source = ConnectionTarget.OpenDataSource(database);
        await using var command = source.CreateCommand(BackupSql.IsEmpty);
        if (!(bool)(await command.ExecuteScalarAsync(cancellation))!)
        {
            throw new BackupException($"{ConnectionTarget.Of(source)} is not empty. Make a new database and restore into that one; a restore never overwrites. Nothing was changed.");
        }
    }

    private static async Task Verify(BackupPart part, string database, CancellationToken cancellation)
    {
        await using var source = ConnectionTarget.OpenDataSource(database);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var rows = await RegionBackup.Count(connection, cancellation);
        foreach (var (table, expected) in part.Rows)
        {
            if (rows[table] != expected)
            {
                throw new BackupException($"After the restore, {table} has {rows[table]} rows; the backup had {expected}. Do not use this database; drop it and use another backup.");
            }
        }
    }

    private static async Task<int> Begin(string database, string reason, CancellationToken cancellation)
    {
        await using var source = ConnectionTarget.OpenDataSource(database);
        await using var command = source.CreateCommand(BackupSql.NewIncarnation);
        command.Parameters.Add(new() { Value = reason });
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
