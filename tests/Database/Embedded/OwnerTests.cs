using ActiveActive.Database.Embedded;
using ActiveActive.Tests.Database.Support;

namespace ActiveActive.Tests.Database.Embedded;

public sealed class OwnerTests
{
    [Fact]
    public async Task Nothing_survives_an_owner_killed_with_nine_but_the_data()
    {
        using var folder = new TempFolder();
        using (var owner = await OwnerProcess.StartAsync(folder.Path))
        {
            await Sql.RunAsync(owner.ConnectionString, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
            await owner.KillAsync();
        }

        await ProcessTable.NothingRunsIn(folder.Path);
        await using var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.Path });
        Assert.Equal(42, await Sql.ValueAsync<int>(server.ConnectionString, "SELECT id FROM kept"));
    }

    [Fact]
    public async Task A_start_right_after_the_owners_death_waits_for_the_old_server()
    {
        using var folder = new TempFolder();
        using var owner = await OwnerProcess.StartAsync(folder.Path);
        var old = owner.PostmasterId;
        await owner.KillAsync();

        await using var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.Path });

        Assert.NotEqual(old, server.ProcessId);
        Assert.Equal(1, await Sql.ValueAsync<int>(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_server_that_lost_owner_and_watcher_is_ended_by_the_next_owner()
    {
        using var folder = new TempFolder();
        using var owner = await OwnerProcess.StartAsync(folder.Path);
        var old = owner.PostmasterId;
        foreach (var watcher in ProcessTable.WorkingIn(folder.Path).Except(ProcessTable.WorkingIn(Path.Combine(folder.Path, "cluster"))))
            Signals.Send(watcher, Signal.Kill);
        await owner.KillAsync();
        Assert.Contains(old, ProcessTable.WorkingIn(folder.Path));

        await using var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.Path });

        Assert.DoesNotContain(old, ProcessTable.WorkingIn(folder.Path));
    }

    [Fact]
    public async Task An_owner_that_ends_in_order_takes_its_server_with_it()
    {
        using var folder = new TempFolder();
        using var owner = await OwnerProcess.StartAsync(folder.Path);

        Assert.Equal(0, await owner.EndAsync());
        Assert.Empty(ProcessTable.WorkingIn(folder.Path));
    }

    [Fact]
    public async Task A_second_owner_is_refused_by_whichever_process()
    {
        using var folder = new TempFolder();
        await using var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.Path });

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.Path }));
        using var other = await OwnerProcess.StartAsync(folder.Path);

        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
        Assert.Contains("in use", other.Answer, StringComparison.Ordinal);
        Assert.Equal(1, await Sql.ValueAsync<int>(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task An_ordinary_user_can_own_a_server()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can become another user; without root, all other tests run as an ordinary user.");
        using var folder = new TempFolder();
        File.SetUnixFileMode(folder.Create(), (UnixFileMode)0b111_111_111);
        var own = Path.Combine(folder.Path, "own");

        using var owner = await OwnerProcess.StartAsync(own, user: "nobody", program: Path.Combine(folder.Path, "program"));
        Assert.StartsWith("ready", owner.Answer, StringComparison.Ordinal);
        Assert.Equal(1, await Sql.ValueAsync<int>(owner.ConnectionString, "SELECT 1"));
        Assert.NotEqual("0", ProcessTable.UserOf(owner.PostmasterId));

        await owner.KillAsync();
        await ProcessTable.NothingRunsIn(folder.Path);
    }
}
