using ActiveActive.Database.Migration;
using ActiveActive.Tests.Database.Support;

namespace ActiveActive.Tests.Database.Migration;

public sealed class NewerDatabaseTests(Server server)
{
    [Fact]
    public async Task Newer_scripts_alone_are_no_reason_to_refuse()
    {
        await using var database = await server.EmptyDatabaseAsync();
        await DatabaseMigrator.MigrateAsync(database);
        await database.RunAsync("INSERT INTO activeactive.schema_version (scriptname, applied) VALUES ('9000_future.sql', now())");

        await DatabaseMigrator.CheckAsync(database);
        var report = await DatabaseMigrator.MigrateAsync(database);

        Assert.Empty(report.Applied);
        Assert.Equal(9000, report.DatabaseVersion);
    }

    [Fact]
    public async Task A_demand_for_newer_code_is_obeyed()
    {
        await using var database = await server.EmptyDatabaseAsync();
        await DatabaseMigrator.MigrateAsync(database);
        await database.RunAsync("UPDATE activeactive.requirement SET minimum_code_version = 9000");

        var error = await Assert.ThrowsAsync<DatabaseNeedsNewerCodeException>(() => DatabaseMigrator.MigrateAsync(database));
        await Assert.ThrowsAsync<DatabaseNeedsNewerCodeException>(() => DatabaseMigrator.CheckAsync(database));

        Assert.Equal((9000, DatabaseMigrator.CodeVersion), (error.RequiredCodeVersion, error.CodeVersion));
        Assert.Contains("9000", error.Message, StringComparison.Ordinal);
        Assert.Equal(9000, (await DatabaseMigrator.StatusAsync(database)).RequiredCodeVersion);
    }

    [Fact]
    public async Task A_demand_this_code_meets_is_met()
    {
        await using var database = await server.EmptyDatabaseAsync();
        await DatabaseMigrator.MigrateAsync(database);
        await database.RunAsync($"UPDATE activeactive.requirement SET minimum_code_version = {DatabaseMigrator.CodeVersion}");

        await DatabaseMigrator.CheckAsync(database);
    }
}
