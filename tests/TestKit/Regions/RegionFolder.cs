namespace ActiveActive.TestKit.Regions;

/// <summary>The layout of a region's data folder.</summary>
internal sealed class RegionFolder(string root)
{
    /// <summary>The environment variable that names the folder to use when none is given.</summary>
    public const string Variable = "ACTIVEACTIVE_DATA";

    /// <summary>The folder to use when none is given.</summary>
    public static string Default => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : "data";

    public string Root { get; } = Path.GetFullPath(root);

    public string Postgres => Path.Combine(Root, "postgres");

    public string Standby => Path.Combine(Root, "standby");

    /// <summary>Who may connect to the database, where that is more than this machine.</summary>
    public string PostgresAccess => Path.Combine(Root, "pg_hba.conf");

    public string Logs => Path.Combine(Root, "logs");

    public string LockFile => Path.Combine(Root, "lock");

    public string RegionFile => Path.Combine(Root, "region.json");

    public string LogOf(string silo) => Path.Combine(Logs, $"{silo}.log");
}
