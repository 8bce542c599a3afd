using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActiveActive.Database.Migration;

/// <summary>Lets DbUp apply the pending scripts, each with its journal row in one transaction. Call under <see cref="MigrationLock"/>.</summary>
internal static class ScriptRunner
{
    /// <summary>The longest a single statement of a script may take.</summary>
    private static readonly TimeSpan s_statementTimeout = TimeSpan.FromMinutes(30);

    /// <param name="dataSource">For a connection of DbUp's own.</param>
    /// <param name="scripts">All of them; DbUp leaves out what the journal has.</param>
    /// <param name="searchPath">Where unqualified names go, quoted for SQL; null for the session's own.</param>
    /// <param name="logger">Told of each script.</param>
    /// <exception cref="DatabaseSetupException">A script failed, for a reason that is its own.</exception>
    public static void Run(NpgsqlDataSource dataSource, MigrationScripts scripts, string? searchPath, ILogger logger)
    {
        var engine = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(dataSource))
            .WithScripts(scripts.All.Select(script => new SqlScript(script.Name, InSchemas(searchPath) + script.Sql)))
            .JournalToPostgresqlTable(MigrationJournal.Schema, MigrationJournal.Table)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .WithExecutionTimeout(s_statementTimeout)
            .LogTo(new DbUpLog(logger))
            .Build();

        var result = engine.PerformUpgrade();
        if (!result.Successful) throw Failure(result);
    }

    private static string InSchemas(string? searchPath) => searchPath is null ? "" : $"SET LOCAL search_path = {searchPath};\n";

    private static Exception Failure(DatabaseUpgradeResult result)
    {
        // What has a general explanation (no privilege, server gone) gets it there.
        if (SetupErrors.CanExplain(result.Error) || result.Error is not PostgresException error) return result.Error;

        var script = result.ErrorScript?.Name ?? "the journal";
        var hint = error.SqlState == PostgresErrorCodes.DuplicateTable
            ? "Objects of that name exist but our journal does not know them; if Orleans' own scripts were run here, use an empty database or schema."
            : "Scripts before it stay applied, this one left nothing; correct the cause and run `aactl db migrate` again.";
        return new DatabaseSetupException(
            DatabaseSetupProblem.ScriptFailed, $"Migration {script} failed: {error.SqlState} {error.MessageText}. {hint}", error);
    }
}
