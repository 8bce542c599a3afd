using ActiveActive.Database.Embedded;
using ActiveActive.Tests.Database.Support;
using ActiveActive.Tests.Support;
using Npgsql;

namespace ActiveActive.Tests.Database.Embedded;

[Trait("Length", "long")]
public sealed class StandbyTests : IDisposable
{
    private readonly TempFolder _one = new();
    private readonly TempFolder _other = new();

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(StandbyMode.Synchronous)]
    [InlineData(StandbyMode.Asynchronous)]
    public async Task A_standby_gets_what_was_committed_before_and_after_and_takes_no_writes(StandbyMode mode)
    {
        await using var primary = await StartAsync(_one);
        await Sql.RunAsync(primary.ConnectionString, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)");
        await using var standby = await FollowAsync(primary, mode);
        await Sql.RunAsync(primary.ConnectionString, "INSERT INTO kept VALUES (2)");

        await Eventually.Holds(() => Sum(standby) == 3, "the second row has arrived");
        var error = await Assert.ThrowsAsync<PostgresException>(() => Sql.RunAsync(standby.ConnectionString, "INSERT INTO kept VALUES (3)"));

        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, error.SqlState);
        Assert.True(standby.IsStandby);
        Assert.False(primary.IsStandby);
    }

    [Fact]
    public async Task A_commit_waits_for_a_synchronous_standby_and_goes_on_with_it()
    {
        await using var primary = await StartAsync(_one);
        await Sql.RunAsync(primary.ConnectionString, "CREATE TABLE kept (id int)");
        await using var standby = await FollowAsync(primary, StandbyMode.Synchronous);

        standby.Freeze();
        var commit = Sql.RunAsync(primary.ConnectionString, "INSERT INTO kept VALUES (1)");
        await Eventually.Holds(() => Count(primary, "pg_stat_activity WHERE wait_event = 'SyncRep'") == 1, "the commit waits for the standby");
        Assert.False(commit.IsCompleted);
        Assert.Equal(0, Count(primary, "kept"));

        standby.Thaw();
        await commit;
        Assert.Equal(1, Count(primary, "kept"));
    }

    [Fact]
    public async Task A_commit_does_not_wait_for_an_asynchronous_one()
    {
        await using var primary = await StartAsync(_one);
        await using var standby = await FollowAsync(primary, StandbyMode.Asynchronous);

        standby.Freeze();
        try
        {
            await Sql.RunAsync(primary.ConnectionString, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)");
        }
        finally
        {
            standby.Thaw();
        }

        await primary.FollowedByAsync(standby);
    }

    [Fact]
    public async Task A_promoted_standby_has_all_that_was_acknowledged_and_waits_for_no_other()
    {
        await using var primary = await StartAsync(_one);
        await Sql.RunAsync(primary.ConnectionString, "CREATE TABLE kept (id int)");
        await using var standby = await FollowAsync(primary, StandbyMode.Synchronous);
        var acknowledged = 0;
        var writer = Task.Run(async () =>
        {
            await using var connection = new NpgsqlConnection(primary.ConnectionString);
            await connection.OpenAsync();
            for (var next = 1; ; next++)
            {
                await using var insert = new NpgsqlCommand($"INSERT INTO kept VALUES ({next})", connection);
                await insert.ExecuteNonQueryAsync();
                Volatile.Write(ref acknowledged, next);
            }
        });
        await Eventually.Holds(() => Volatile.Read(ref acknowledged) > 100, "some rows were acknowledged");

        await primary.KillAsync(withChildren: true);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => writer);
        await standby.PromoteAsync();

        Assert.False(standby.IsStandby);
        var kept = Count(standby, "kept");
        Assert.InRange(kept, acknowledged, acknowledged + 1);
        await Sql.RunAsync(standby.ConnectionString, "INSERT INTO kept VALUES (0)");

        // It is a server like any other from now on.
        await standby.RestartAsync();
        await Sql.RunAsync(standby.ConnectionString, "INSERT INTO kept VALUES (0)");
        Assert.Equal(kept + 2, Count(standby, "kept"));
    }

    [Fact]
    public async Task What_had_not_arrived_at_an_asynchronous_standby_is_lost()
    {
        await using var primary = await StartAsync(_one);
        await Sql.RunAsync(primary.ConnectionString, "CREATE TABLE kept (id int)");
        await using var standby = await FollowAsync(primary, StandbyMode.Asynchronous);
        await Eventually.Holds(() => Count(standby, "pg_class WHERE relname = 'kept'") == 1, "the table has arrived");

        // Stopped, not frozen: for a frozen one the kernel would keep what was sent.
        await standby.StopAsync();
        await Sql.RunAsync(primary.ConnectionString, "INSERT INTO kept VALUES (1)");
        await primary.KillAsync(withChildren: true);
        await standby.RestartAsync();
        await standby.PromoteAsync();

        Assert.Equal(0, Count(standby, "kept"));
    }

    [Fact]
    public async Task A_standby_copied_from_a_primary_that_waits_for_another_does_not_inherit_that()
    {
        using var third = new TempFolder();
        await using var primary = await StartAsync(_one);
        await using var first = await FollowAsync(primary, StandbyMode.Synchronous);
        await using var second = await EmbeddedPostgres.StartStandbyAsync(primary, new EmbeddedPostgresOptions { DataFolder = third.Path }, StandbyMode.Asynchronous);

        await primary.KillAsync(withChildren: true);
        await second.PromoteAsync();

        await Sql.RunAsync(second.ConnectionString, "CREATE TABLE kept (id int)");
    }

    [Fact]
    public async Task Primary_and_standby_find_each_other_again_after_restarts()
    {
        await using (var primary = await StartAsync(_one))
        {
            await Sql.RunAsync(primary.ConnectionString, "CREATE TABLE kept (id int)");
            await using var standby = await FollowAsync(primary, StandbyMode.Synchronous);

            await primary.KillAsync();
            await primary.RestartAsync();
            await Sql.RunAsync(primary.ConnectionString, "INSERT INTO kept VALUES (1)");

            await standby.RestartAsync();
            await Sql.RunAsync(primary.ConnectionString, "INSERT INTO kept VALUES (2)");
            Assert.Equal(3, Sum(primary));
        }

        // Other owners, other ports: the standby goes on from where it was.
        await using (var primary = await StartAsync(_one))
        await using (var standby = await FollowAsync(primary, StandbyMode.Synchronous))
        {
            await Sql.RunAsync(primary.ConnectionString, "INSERT INTO kept VALUES (3)");
            await Eventually.Holds(() => Sum(standby) == 6, "all rows are there");
        }
    }

    [Fact]
    public async Task Nothing_survives_an_owner_of_both_killed_with_nine()
    {
        using (var owner = await OwnerProcess.StartAsync(_one.Path, standby: _other.Path))
        {
            Assert.StartsWith("ready", owner.Answer, StringComparison.Ordinal);
            Assert.NotEmpty(ProcessTable.WorkingIn(_other.Path));
            await owner.KillAsync();
        }

        await ProcessTable.NothingRunsIn(_one.Path);
        await ProcessTable.NothingRunsIn(_other.Path);
    }

    [Fact]
    public async Task What_is_no_standby_is_not_taken_for_one_and_the_other_way_round()
    {
        await using var primary = await StartAsync(_one);
        await (await FollowAsync(primary, StandbyMode.Asynchronous)).DisposeAsync();
        using var own = new TempFolder();
        await (await StartAsync(own)).DisposeAsync();

        await Refused(() => StartAsync(_other), "is a standby");
        await Refused(() => EmbeddedPostgres.StartStandbyAsync(primary, new EmbeddedPostgresOptions { DataFolder = own.Path }, StandbyMode.Asynchronous), "is no standby");
        await Refused(() => primary.PromoteAsync(), "cannot be promoted");
        await primary.StopAsync();
        await Refused(() => FollowAsync(primary, StandbyMode.Asynchronous), "does not run");
    }

    private static async Task Refused(Func<Task> action, string words)
    {
        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(action);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static long Count(EmbeddedPostgres server, string from) => Sql.ValueAsync<long>(server.ConnectionString, $"SELECT count(*) FROM {from}").GetAwaiter().GetResult();

    private static long Sum(EmbeddedPostgres server) => Sql.ValueAsync<long>(server.ConnectionString, "SELECT sum(id) FROM kept").GetAwaiter().GetResult();

    private static Task<EmbeddedPostgres> StartAsync(TempFolder folder) => EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.Path });

    private Task<EmbeddedPostgres> FollowAsync(EmbeddedPostgres primary, StandbyMode mode) =>
        EmbeddedPostgres.StartStandbyAsync(primary, new EmbeddedPostgresOptions { DataFolder = _other.Path }, mode);
}
