using ActiveActive.Database.Import;
using ActiveActive.Silo;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ActiveActive.Tests.Cluster.Storage;

/// <summary>State of a plain Orleans application comes over to the group committer, all of it and once.</summary>
public sealed class AdoNetImportTests(PostgresFixture postgres)
{
    private const string ServiceId = "notes-application";

    // String keys that Orleans' ADO.NET storage takes for numbers and GUIDs are among them.
    private static readonly string[] Keys = ["plain", "42", "abc", "00000000000000000000000000000001", "with+plus", "ünïcode"];

    [Fact]
    public async Task State_is_taken_over_when_its_grain_first_reads_it_and_is_gone_from_the_old_table()
    {
        var database = await postgres.NewDatabase();
        await WriteWithAdoNet(database);
        var report = await AdoNetImport.RunAsync(database, null, ServiceId, TestContext.Current.CancellationToken);
        Assert.Equal((0, (long)Keys.Length), (report.Copied, report.Rows));

        await using (var region = await Region(database, StorageProvider.GroupCommit))
        {
            foreach (var key in Keys)
            {
                var grain = region.Grains.GetGrain<INoteGrain>(key);
                Assert.Equal("text of " + key, await grain.Read());
                await grain.Write("new text of " + key);
            }

            Assert.Equal("", await region.Grains.GetGrain<INoteGrain>("never written").Read());
            Assert.Equal((0L, (long)Keys.Length), (await region.Scalar<long>("select count(*) from OrleansStorage"), await region.Scalar<long>("select count(*) from activeactive.state where name = 'IPersistentState/note'")));
        }

        await using var again = await Region(database, StorageProvider.GroupCommit);
        foreach (var key in Keys)
        {
            Assert.Equal("new text of " + key, await again.Grains.GetGrain<INoteGrain>(key).Read());
        }
    }

    [Fact]
    public async Task A_silo_refuses_to_start_beside_state_that_was_not_imported()
    {
        var database = await postgres.NewDatabase();
        await WriteWithAdoNet(database);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Region(database, StorageProvider.GroupCommit));
        Assert.Contains("aactl db import-adonet", error.ToString(), StringComparison.Ordinal);
        await using var before = await Region(database, StorageProvider.AdoNet);
        Assert.Equal("text of 42", await before.Grains.GetGrain<INoteGrain>("42").Read());
    }

    [Fact]
    public async Task State_comes_from_another_database_with_the_table_of_Orleans_own_scripts()
    {
        var (from, to) = (await postgres.NewDatabase(), await postgres.NewDatabase());
        await WriteWithAdoNet(from);

        // As in Orleans' own scripts: no key, and null where a key has no string part.
        await Execute(from, """
            create table theirs as table OrleansStorage;
            drop table OrleansStorage cascade;
            alter table theirs rename to OrleansStorage;
            update OrleansStorage set GrainIdExtensionString = null where GrainIdExtensionString = '';
            """);
        var report = await AdoNetImport.RunAsync(to, from, ServiceId, TestContext.Current.CancellationToken);
        Assert.Equal(((long)Keys.Length, (long)Keys.Length), (report.Copied, report.Rows));
        Assert.Equal(0, (await AdoNetImport.RunAsync(to, from, ServiceId, TestContext.Current.CancellationToken)).Copied);
        await using var region = await Region(to, StorageProvider.GroupCommit);
        foreach (var key in Keys)
        {
            Assert.Equal("text of " + key, await region.Grains.GetGrain<INoteGrain>(key).Read());
        }
    }

    [Fact]
    public async Task A_copy_that_differs_is_refused_and_nothing_is_changed()
    {
        var (from, to) = (await postgres.NewDatabase(), await postgres.NewDatabase());
        await WriteWithAdoNet(from);
        await AdoNetImport.RunAsync(to, from, ServiceId, TestContext.Current.CancellationToken);
        await Execute(to, "update OrleansStorage set PayloadBinary = '\\x00' where GrainIdExtensionString = 'plain'; delete from activeactive.adonet_import");
        var error = await Assert.ThrowsAsync<AdoNetImportException>(() => AdoNetImport.RunAsync(to, from, ServiceId, TestContext.Current.CancellationToken));
        Assert.Contains("plain", error.Message, StringComparison.Ordinal);
        await using var source = NpgsqlDataSource.Create(to);
        await using var count = source.CreateCommand("select count(*) from activeactive.adonet_import");
        Assert.Equal(0L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_application_that_runs_is_refused()
    {
        var database = await postgres.NewDatabase();
        await Execute(database, """
            insert into OrleansMembershipVersionTable (DeploymentId) values ('shop');
            insert into OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
            values ('shop', '10.0.0.1', 11111, 1, 'one', 'host', 3, 30000, now(), now())
            """);
        var error = await Assert.ThrowsAsync<AdoNetImportException>(() => AdoNetImport.RunAsync(database, null, ServiceId, TestContext.Current.CancellationToken));
        Assert.Contains("shop 10.0.0.1:11111", error.Message, StringComparison.Ordinal);
        await Execute(database, "update OrleansMembershipTable set IAmAliveTime = now() - interval '2 minutes'");
        await AdoNetImport.RunAsync(database, null, ServiceId, TestContext.Current.CancellationToken);
    }

    private static async Task WriteWithAdoNet(string database)
    {
        await using var region = await Region(database, StorageProvider.AdoNet);
        foreach (var key in Keys)
        {
            await region.Grains.GetGrain<INoteGrain>(key).Write("text of " + key);
        }
    }

    private static Task<RegionCluster> Region(string database, StorageProvider provider) => RegionCluster.Start(
        database,
        configureSilo: silo =>
        {
            silo.AddActiveActiveGrainStorage("Default");
            silo.Services.Configure<ActiveActiveOptions>(options => options.Storage.Provider = provider);
        },
        configureCluster: static options => options.ServiceId = ServiceId);

    private static async Task Execute(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
