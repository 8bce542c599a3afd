using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Status;

/// <summary>A region that a command is to reach: by the data folder in which it runs, or by its database.</summary>
/// <param name="Name">The region's name.</param>
/// <param name="Database">The connection string.</param>
/// <param name="Silos">The silos that run from the data folder; empty when the region is known by its database only.</param>
internal sealed record KnownRegion(string Name, string Database, IReadOnlyList<RegionFile.Silo> Silos)
{
    /// <summary>Finds a region; null when the data folder has none that runs.</summary>
    public static KnownRegion? Find(string dataFolder, string? database, string? region)
    {
        if (database is not null)
        {
            return new KnownRegion(region ?? "local", database, []);
        }

        var folder = new RegionFolder(dataFolder);
        return RegionLock.IsHeld(folder) && RegionFile.Read(folder.RegionFile) is { } file ? new KnownRegion(file.Region, file.Database, file.Silos) : null;
    }

    /// <summary>As <see cref="Find"/>, for commands that can do nothing without a region.</summary>
    /// <exception cref="RegionException">There is none.</exception>
    public static KnownRegion Require(string dataFolder, string? database, string? region) =>
        Find(dataFolder, database, region) ?? throw new RegionException(
            $"No region runs in the data folder '{Path.GetFullPath(dataFolder)}'. Start one with `{ProgramName.Current} up --data {dataFolder}`, or name a region's database with --database.");
}
