using ActiveActive.TestKit.Regions;

namespace ActiveActive.Tests.Unit.Cli;

public sealed class RegionFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aa-cli-").FullName;

    private string FilePath => Path.Combine(_folder, "region.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_and_only_its_owner_may_read_it()
    {
        var file = new RegionFile
        {
            Region = "berlin",
            Database = "Host=x;Password=y",
            PostgresPort = 5,
            Silos = [new RegionFile.Silo("silo-1", new SiloPorts(1, 2, 3), 42, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc))],
        };
        file.Write(FilePath);
        file.Write(FilePath);

        var read = RegionFile.Read(FilePath)!;
        Assert.Equal(file with { Silos = read.Silos }, read);
        Assert.Equal(file.Silos, read.Silos);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }

        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_missing_or_damaged_file_is_as_none()
    {
        Assert.Null(RegionFile.Read(FilePath));
        File.WriteAllText(FilePath, "{");
        Assert.Null(RegionFile.Read(FilePath));
    }

    [Fact]
    public async Task A_folder_has_one_owner()
    {
        var folder = new RegionFolder(_folder);
        Assert.False(RegionLock.IsHeld(folder));
        using (await RegionLock.Take(folder, CancellationToken.None))
        {
            Assert.True(RegionLock.IsHeld(folder));
            var error = await Assert.ThrowsAsync<RegionException>(() => RegionLock.Take(folder, CancellationToken.None));
            Assert.Contains("runs already", error.Message, StringComparison.Ordinal);
        }

        Assert.False(RegionLock.IsHeld(folder));
    }
}
