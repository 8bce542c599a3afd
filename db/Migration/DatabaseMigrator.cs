using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ActiveActive.Database.Migration;

/// <summary>
/// Brings a region's database to what this code needs, by numbered scripts that only go forward.
/// <para>
/// Normal path: read what the journal <c>activeactive.schema_version</c> says was applied; if nothing is pending, done, no lock taken.
/// Otherwise take the advisory lock <see cref="LockKey"/> on a connection of our own, read again, apply what is still pending, each script
/// and its journal row in one transaction, and release. So any number of silos may start at once: one migrates, the others wait, then find nothing to do.
/// </para>
/// <para>
/// A script that fails leaves no trace and stops the run; the ones before it stay. A process that dies loses its lock with its connection.
/// A database that is ahead (a newer version migrated it during a rolling upgrade) is accepted, unless it says in
/// <c>activeactive.requirement</c> that this code is too old for it.
/// </para>
/// <para>
/// Every method here throws <see cref="DatabaseSetupException"/> when the database cannot be used as it is, with a message for the operator.
/// The lock belongs to a session: connect directly or through a pooler in session mode, not one in transaction mode.
/// </para>
/// </summary>
public static class DatabaseMigrator
{
    /// <summary>The key of the advisory lock under which scripts are applied, the same in every version: the ASCII letters <c>ActAct.1</c>.</summary>
    public const long LockKey = 0x4163_7441_6374_2E31;

    /// <summary>How long a migrator waits for another one to finish before it gives up.</summary>
    public static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The highest number among the scripts in this code.</summary>
    public static int CodeVersion => MigrationScripts.Embedded.HighestNumber;

    /// <summary>Applies what is pending. Safe to call from any number of processes at once, and again at every start.</summary>
    /// <param name="connectionString">An Npgsql connection string of a user who may create schemas and tables.</param>
    /// <param name="logger">Told of each script.</param>
    /// <param name="cancellationToken">Ends the waiting. Scripts that have begun are finished first.</param>
    /// <exception cref="DatabaseSetupException">The database cannot be reached or used, another migrator did not finish, or a script failed.</exception>
    /// <exception cref="DatabaseNeedsNewerCodeException">The database states that this code is too old for it. Nothing was changed.</exception>
    public static async Task<MigrationReport> MigrateAsync(string connectionString, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        await using var dataSource = ConnectionTarget.OpenDataSource(connectionString);
        return await MigrateAsync(dataSource, logger, cancellationToken);
    }

    /// <inheritdoc cref="MigrateAsync(string, ILogger?, CancellationToken)"/>
    /// <param name="dataSource">Connections of a user who may create schemas and tables. Stays the caller's.</param>
    /// <param name="logger">Told of each script.</param>
    /// <param name="cancellationToken">Ends the waiting. Scripts that have begun are finished first.</param>
    public static Task<MigrationReport> MigrateAsync(NpgsqlDataSource dataSource, ILogger? logger = null, CancellationToken cancellationToken = default) =>
        MigrateAsync(dataSource, MigrationScripts.Embedded, LockTimeout, logger ?? NullLogger.Instance, cancellationToken);

    /// <summary>Verifies, without changing anything, that the database has all this code needs.</summary>
    /// <exception cref="DatabaseNotMigratedException">Scripts are pending.</exception>
    /// <exception cref="DatabaseNeedsNewerCodeException">The database states that this code is too old for it.</exception>
    /// <exception cref="DatabaseSetupException">The database cannot be reached or read.</exception>
    public static async Task CheckAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        await using var dataSource = ConnectionTarget.OpenDataSource(connectionString);
        await CheckAsync(dataSource, cancellationToken);
    }

    /// <inheritdoc cref="CheckAsync(string, CancellationToken)"/>
    public static async Task CheckAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken = default)
    {
        var status = await StatusAsync(dataSource, cancellationToken);
        RefuseIfDatabaseNeedsNewerCode(status);
        if (status.Pending.Count > 0) throw new DatabaseNotMigratedException(ConnectionTarget.Of(dataSource).ToString(), status.Pending);
    }

    /// <summary>What is applied, what is pending, what the database demands. Changes nothing and refuses nothing that can be read.</summary>
    /// <exception cref="DatabaseSetupException">The database cannot be reached or read.</exception>
    public static async Task<MigrationStatus> StatusAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        await using var dataSource = ConnectionTarget.OpenDataSource(connectionString);
        return await StatusAsync(dataSource, cancellationToken);
    }

    /// <inheritdoc cref="StatusAsync(string, CancellationToken)"/>
    public static Task<MigrationStatus> StatusAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return SetupErrors.Explained(ConnectionTarget.Of(dataSource), async () =>
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            return await MigrationJournal.ReadAsync(connection, MigrationScripts.Embedded, cancellationToken);
        });
    }

    internal static Task<MigrationReport> MigrateAsync(
        NpgsqlDataSource dataSource, MigrationScripts scripts, TimeSpan lockTimeout, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return SetupErrors.Explained(ConnectionTarget.Of(dataSource), async () =>
        {
            var clock = Stopwatch.StartNew();
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);

            // 1. Most starts end here.
            var status = await MigrationJournal.ReadAsync(connection, scripts, cancellationToken);
            RefuseIfDatabaseNeedsNewerCode(status);
            if (status.Pending.Count == 0) return new MigrationReport([], status.DatabaseVersion, clock.Elapsed);

            // 2. One migrator at a time; the others see its work in step 3.
            await using var held = await MigrationLock.TakeAsync(connection, lockTimeout, cancellationToken);

            // 3. Again, now that nobody else can change it.
            status = await MigrationJournal.ReadAsync(connection, scripts, cancellationToken);
            RefuseIfDatabaseNeedsNewerCode(status);
            if (status.Pending.Count == 0) return new MigrationReport([], status.DatabaseVersion, clock.Elapsed);

            // 4. DbUp is synchronous.
            await MigrationJournal.PrepareAsync(connection, cancellationToken);
            var searchPath = await MigrationJournal.DefaultSchemasAsync(connection, cancellationToken);
            await Task.Run(() => ScriptRunner.Run(dataSource, scripts, searchPath, logger), CancellationToken.None);

            return new MigrationReport(status.Pending, Math.Max(status.DatabaseVersion, status.CodeVersion), clock.Elapsed);
        });
    }

    private static void RefuseIfDatabaseNeedsNewerCode(MigrationStatus status)
    {
        if (status.RequiredCodeVersion > status.CodeVersion)
            throw new DatabaseNeedsNewerCodeException(status.RequiredCodeVersion, status.CodeVersion);
    }
}
