using ActiveActive.Database.Embedded;
using ActiveActive.Tests.Database.Support;

namespace ActiveActive.Tests.Database.Embedded;

public sealed class PostgresBinariesFinderTests
{
    [Fact]
    public async Task The_newest_comes_first_wherever_it_is()
    {
        using var folder = new TempFolder();
        var (old, middle, newest) = (Install(folder, "14.2"), Install(folder, "15.13 (Debian 15.13-0)"), Install(folder, "17beta1"));

        var found = await new PostgresBinariesFinder(null, middle, () => [old, newest, middle]).FindAllAsync(CancellationToken.None);

        Assert.Equal([new(newest, 17), new(middle, 15), new PostgresBinaries(old, 14)], found);
    }

    [Fact]
    public async Task A_link_on_the_path_leads_to_the_real_folder()
    {
        using var folder = new TempFolder();
        var real = Install(folder, "16.1");
        var links = Directory.CreateDirectory(Path.Combine(folder.Path, "links")).FullName;
        File.CreateSymbolicLink(Path.Combine(links, "postgres"), Path.Combine(real, "postgres"));

        var found = await new PostgresBinariesFinder(null, links, () => []).FindAllAsync(CancellationToken.None);

        Assert.Equal(real, Assert.Single(found).Folder);
    }

    [Fact]
    public async Task Only_the_named_folder_counts_when_there_is_one()
    {
        using var folder = new TempFolder();
        var (named, other) = (Install(folder, "14.2"), Install(folder, "17.0"));

        var found = await new PostgresBinariesFinder(named, other, () => [other]).FindAllAsync(CancellationToken.None);

        Assert.Equal(named, Assert.Single(found).Folder);
    }

    [Fact]
    public async Task A_client_only_installation_is_none_and_the_error_says_what_to_install()
    {
        using var folder = new TempFolder();
        var client = Install(folder, "15.1");
        File.Delete(Path.Combine(client, "initdb"));

        var error = await Assert.ThrowsAsync<PostgresBinariesNotFoundException>(
            () => new PostgresBinariesFinder(null, client, () => []).FindAllAsync(CancellationToken.None));

        Assert.Contains("apt-get install postgresql", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_folder_is_named()
    {
        var options = new EmbeddedPostgresOptions { DataFolder = "/tmp/aa-never-made", BinariesFolder = "/no/such/bin" };

        var error = await Assert.ThrowsAsync<PostgresBinariesNotFoundException>(() => EmbeddedPostgres.StartAsync(options));

        Assert.Contains("/no/such/bin", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists("/tmp/aa-never-made"));
    }

    private static string Install(TempFolder folder, string version)
    {
        var bin = Directory.CreateDirectory(Path.Combine(folder.Path, Guid.NewGuid().ToString("N"), "bin")).FullName;
        foreach (var program in new[] { "postgres", "initdb" })
        {
            var file = Path.Combine(bin, program);
            File.WriteAllText(file, $"#!/bin/sh\necho \"{program} (PostgreSQL) {version}\"\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return bin;
    }
}
