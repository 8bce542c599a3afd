using ActiveActive.Database.Embedded;
using ActiveActive.Tests.Database.Support;

namespace ActiveActive.Tests.Database.Embedded;

public sealed class RefusedFolderTests
{
    [Fact]
    public async Task A_folder_with_something_else_in_it()
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Create(), "thesis.txt"), "mine");

        await Refused(folder.Path, "not empty");
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_cluster_of_another_major_version()
    {
        using var folder = new TempFolder();
        await (await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.Path })).DisposeAsync();
        var version = Path.Combine(folder.Path, "cluster", "PG_VERSION");
        var installed = File.ReadAllText(version).Trim();
        File.WriteAllText(version, "9\n");

        await Refused(folder.Path, "PostgreSQL 9", $"PostgreSQL {installed}");
    }

    [Fact]
    public async Task A_cluster_whose_password_is_lost()
    {
        using var folder = new TempFolder();
        await (await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.Path })).DisposeAsync();
        File.Delete(Path.Combine(folder.Path, "password"));

        await Refused(folder.Path, "password");
    }

    [Fact]
    public async Task A_folder_behind_a_closed_one()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root runs the server as another user.");
        using var closed = new TempFolder();
        File.SetUnixFileMode(closed.Create(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await Refused(Path.Combine(closed.Path, "data"), $"chmod o+x '{closed.Path}'");
    }

    [Fact]
    public async Task A_file()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Create(), "file");
        File.WriteAllText(file, "");

        await Refused(file, file);
    }

    private static async Task Refused(string folder, params string[] words)
    {
        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder }));

        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
