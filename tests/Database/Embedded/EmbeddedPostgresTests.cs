using ActiveActive.Database.Embedded;
using ActiveActive.Tests.Database.Support;
using ActiveActive.Tests.Support;
using Npgsql;

namespace ActiveActive.Tests.Database.Embedded;

public sealed class EmbeddedPostgresTests
{
    [Fact]
    public async Task It_listens_on_loopback_only_keeps_its_secrets_and_goes_without_a_trace()
    {
        using var folder = new TempFolder();
        await using (var server = await StartAsync(folder))
        {
            var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString);
            Assert.Equal(("127.0.0.1", "activeactive"), (connection.Host, connection.Database));
            Assert.Equal("127.0.0.1", await Sql.ValueAsync<string>(server.ConnectionString, "SHOW listen_addresses"));
            Assert.Equal("UTF8", await Sql.ValueAsync<string>(server.ConnectionString, "SHOW server_encoding"));
            Assert.Equal("on", await Sql.ValueAsync<string>(server.ConnectionString, "SHOW fsync"));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "password")));
            Assert.True(server.IsRunning);

            // A terminal's Ctrl-C goes to the processes of its session.
            Assert.NotEqual(ProcessTable.SessionOf(Environment.ProcessId), ProcessTable.SessionOf(server.ProcessId!.Value));
            if (Environment.IsPrivilegedProcess) Assert.NotEqual("0", ProcessTable.UserOf(server.ProcessId!.Value));
        }

        await ProcessTable.NothingRunsIn(folder.Path);
    }

    [Fact]
    public async Task A_killed_postmaster_is_started_again_on_its_port_with_what_was_committed()
    {
        using var folder = new TempFolder();
        await using var server = await StartAsync(folder);
        await Sql.RunAsync(server.ConnectionString, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");

        // A backend that is busy does not notice that its postmaster is gone.
        await using var busy = new NpgsqlConnection(server.ConnectionString);
        await busy.OpenAsync();
        await using var endless = new NpgsqlCommand("DO $$ BEGIN LOOP END LOOP; END $$", busy) { CommandTimeout = 0 };
        var running = endless.ExecuteNonQueryAsync();
        await Eventually.Holds(() => BusyBackends(server.ConnectionString) == 1, "the backend is busy");

        var (port, first) = (server.Port, server.ProcessId);
        await server.KillAsync();
        Assert.False(server.IsRunning);
        await server.RestartAsync();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => running);
        Assert.Equal(port, server.Port);
        Assert.NotEqual(first, server.ProcessId);
        Assert.Equal(42, await Sql.ValueAsync<int>(server.ConnectionString, "SELECT id FROM kept"));
    }

    [Fact]
    public async Task A_postmaster_killed_by_somebody_else_can_be_started_again()
    {
        using var folder = new TempFolder();
        await using var server = await StartAsync(folder);

        Signals.Send(server.ProcessId!.Value, Signal.Kill);
        await Eventually.Holds(() => !server.IsRunning, "the end is noticed");
        await server.RestartAsync();

        Assert.True(server.IsRunning);
        Assert.Equal(1, await Sql.ValueAsync<int>(server.ConnectionString, "SELECT 1"));
    }

    [Theory]
    [InlineData(PostgresStopMode.Smart)]
    [InlineData(PostgresStopMode.Fast)]
    [InlineData(PostgresStopMode.Immediate)]
    public async Task Every_way_to_stop_keeps_the_data(PostgresStopMode mode)
    {
        using var folder = new TempFolder();
        await using var server = await StartAsync(folder);
        await Sql.RunAsync(server.ConnectionString, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");

        await server.StopAsync(mode);
        Assert.Null(server.ProcessId);
        await server.RestartAsync();

        Assert.Equal(42, await Sql.ValueAsync<int>(server.ConnectionString, "SELECT id FROM kept"));
    }

    [Fact]
    public async Task Two_side_by_side_know_nothing_of_each_other()
    {
        using var one = new TempFolder();
        using var other = new TempFolder();
        var servers = await Task.WhenAll(StartAsync(one), StartAsync(other));
        await using var first = servers[0];
        await using var second = servers[1];

        await Sql.RunAsync(first.ConnectionString, "CREATE TABLE mine (id int)");
        await first.StopAsync();

        Assert.NotEqual(first.Port, second.Port);
        Assert.Equal(DBNull.Value, await Sql.ValueAsync<object>(second.ConnectionString, "SELECT to_regclass('mine')::text"));
    }

    [Fact]
    public async Task A_wanted_port_is_taken_or_refused()
    {
        using var folder = new TempFolder();
        var port = FreePort.Find();
        await using (var server = await StartAsync(folder, port)) Assert.Equal(port, server.Port);

        using var squatter = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        squatter.Start();
        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(folder, port));
        Assert.Contains($"Port {port}", error.Message, StringComparison.Ordinal);
        Assert.Empty(ProcessTable.WorkingIn(folder.Path));
    }

    [Fact]
    public async Task A_setting_that_makes_no_sense_shows_the_servers_own_words()
    {
        using var folder = new TempFolder();
        var options = new EmbeddedPostgresOptions { DataFolder = folder.Path, Settings = new Dictionary<string, string> { ["max_connections"] = "many" } };

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(options));

        Assert.Contains("max_connections", error.Message, StringComparison.Ordinal);
        Assert.Empty(ProcessTable.WorkingIn(folder.Path));
    }

    private static long BusyBackends(string connectionString) =>
        Sql.ValueAsync<long>(connectionString, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'").GetAwaiter().GetResult();

    private static Task<EmbeddedPostgres> StartAsync(TempFolder folder, int? port = null) =>
        EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.Path, Port = port });
}
