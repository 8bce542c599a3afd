using ActiveActive.Database.Migration;
using ActiveActive.Tests.Database.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ActiveActive.Tests.Database.Migration;

public sealed class MigrateTests(Server server)
{
    [Fact]
    public async Task An_empty_database_gets_everything_and_says_so()
    {
        await using var database = await server.EmptyDatabaseAsync();

        var before = await DatabaseMigrator.StatusAsync(database);
        var report = await DatabaseMigrator.MigrateAsync(database);
        var after = await DatabaseMigrator.StatusAsync(database);

        Assert.Equal(0, before.DatabaseVersion);
        Assert.False(before.IsUsable);
        Assert.Equal(before.Pending, report.Applied);
        Assert.Equal("0001_orleans_query.sql", report.Applied[0]);
        Assert.Equal(DatabaseMigrator.CodeVersion, report.DatabaseVersion);
        Assert.Equal(report.Applied, after.Applied);
        Assert.True(after.IsUsable);
        await DatabaseMigrator.CheckAsync(database);
        Assert.Equal("public", await database.ValueAsync<string>("SELECT schemaname::text FROM pg_tables WHERE tablename = 'orleansquery'"));
    }

    [Fact]
    public async Task Reading_the_status_leaves_no_trace()
    {
        await using var database = await server.EmptyDatabaseAsync();

        await DatabaseMigrator.StatusAsync(database);
        await Assert.ThrowsAsync<DatabaseNotMigratedException>(() => DatabaseMigrator.CheckAsync(database));

        Assert.False(await database.ValueAsync<bool>("SELECT to_regnamespace('activeactive') IS NOT NULL"));
    }

    [Fact]
    public async Task A_second_run_does_nothing()
    {
        await using var database = await server.EmptyDatabaseAsync();
        await DatabaseMigrator.MigrateAsync(database);

        var report = await DatabaseMigrator.MigrateAsync(database.ConnectionString);

        Assert.Empty(report.Applied);
        Assert.Equal(DatabaseMigrator.CodeVersion, report.DatabaseVersion);
    }

    [Fact]
    public async Task Of_ten_at_once_one_migrates()
    {
        await using var database = await server.EmptyDatabaseAsync();

        var reports = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => DatabaseMigrator.MigrateAsync(database))));

        Assert.Single(reports, report => report.Applied.Count > 0);
        Assert.All(reports, report => Assert.Equal(DatabaseMigrator.CodeVersion, report.DatabaseVersion));
        Assert.Equal(
            (await DatabaseMigrator.StatusAsync(database)).Applied.Count,
            await database.ValueAsync<long>("SELECT count(*) FROM activeactive.schema_version"));
    }

    [Fact]
    public async Task A_failing_script_leaves_nothing_of_itself_and_all_before_it()
    {
        await using var database = await server.EmptyDatabaseAsync();
        var scripts = new MigrationScripts(
        [
            new("0001_good.sql", "CREATE TABLE good (id int)"),
            new("0002_bad.sql", "CREATE TABLE half (id int); SELECT 1/0;"),
        ]);

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => RunAsync(database, scripts, TimeSpan.FromSeconds(5)));

        Assert.Equal(DatabaseSetupProblem.ScriptFailed, error.Problem);
        Assert.Contains("0002_bad.sql", error.Message, StringComparison.Ordinal);
        Assert.True(await database.ValueAsync<bool>("SELECT to_regclass('good') IS NOT NULL AND to_regclass('half') IS NULL"));

        var mended = new MigrationScripts([scripts.All[0], new("0002_bad.sql", "CREATE TABLE half (id int)")]);
        Assert.Equal(["0002_bad.sql"], (await RunAsync(database, mended, TimeSpan.FromSeconds(5))).Applied);
    }

    [Fact]
    public async Task A_database_with_upstream_tables_is_left_alone_with_a_hint()
    {
        await using var database = await server.EmptyDatabaseAsync();
        await database.RunAsync("CREATE TABLE OrleansQuery (QueryKey varchar(64), QueryText varchar(8000))");

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => DatabaseMigrator.MigrateAsync(database));

        Assert.Equal(DatabaseSetupProblem.ScriptFailed, error.Problem);
        Assert.Contains("empty database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_for_another_migrator_ends()
    {
        await using var database = await server.EmptyDatabaseAsync();
        await using var other = await database.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand("SELECT pg_advisory_lock($1)", other) { Parameters = { new() { Value = DatabaseMigrator.LockKey } } };
        await hold.ExecuteNonQueryAsync();

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(
            () => RunAsync(database, MigrationScripts.Embedded, TimeSpan.FromMilliseconds(100)));

        Assert.Equal(DatabaseSetupProblem.LockedByOther, error.Problem);
        hold.CommandText = "SELECT pg_advisory_unlock($1)";
        await hold.ExecuteNonQueryAsync();
        Assert.NotEmpty((await DatabaseMigrator.MigrateAsync(database)).Applied);
    }

    [Fact]
    public async Task Waiting_for_another_migrator_can_be_cancelled()
    {
        await using var database = await server.EmptyDatabaseAsync();
        await using var other = await database.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand("SELECT pg_advisory_lock($1)", other) { Parameters = { new() { Value = DatabaseMigrator.LockKey } } };
        await hold.ExecuteNonQueryAsync();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DatabaseMigrator.MigrateAsync(database, cancellationToken: cancel.Token));
        hold.CommandText = "SELECT pg_advisory_unlock($1)";
        await hold.ExecuteNonQueryAsync();
        Assert.NotEmpty((await DatabaseMigrator.MigrateAsync(database)).Applied);
    }

    [Theory]
    [InlineData("0001_a.sql", "0001_b.sql")]
    [InlineData("0001_a.sql", "create.sql")]
    public void Numbers_are_unique_and_present(string one, string other) =>
        Assert.Throws<ArgumentException>(() => new MigrationScripts([new(one, ""), new(other, "")]));

    private static Task<MigrationReport> RunAsync(NpgsqlDataSource database, MigrationScripts scripts, TimeSpan lockTimeout) =>
        DatabaseMigrator.MigrateAsync(database, scripts, lockTimeout, NullLogger.Instance, CancellationToken.None);
}
