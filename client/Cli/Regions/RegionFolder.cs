namespace ActiveActive.Cli.Regions;

/// <summary>The layout of a region's data folder.</summary>
internal sealed class RegionFolder(string root)
{
    public string Root { get; } = Path.GetFullPath(root);

    public string Postgres => Path.Combine(Root, "postgres");

    public string Logs => Path.Combine(Root, "logs");

    public string LockFile => Path.Combine(Root, "lock");

    public string RegionFile => Path.Combine(Root, "region.json");

    public string LogOf(string silo) => Path.Combine(Logs, $"{silo}.log");
}
