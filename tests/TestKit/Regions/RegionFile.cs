using System.Text.Json;

namespace ActiveActive.TestKit.Regions;

/// <summary>
/// What is kept of a region beside its data (<c>region.json</c>): what other commands need to reach it, the ports to use again, and the processes that may be
/// left of a killed owner. Contains the database's password, so only its owner may read it.
/// </summary>
internal sealed record RegionFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Region { get; init; } = "local";

    /// <summary>The connection string.</summary>
    public string Database { get; init; } = "";

    /// <summary>The embedded PostgreSQL's port; null when the database is somebody else's.</summary>
    public int? PostgresPort { get; init; }

    public IReadOnlyList<Silo> Silos { get; init; } = [];

    /// <summary>The file's content, or null when there is none that can be read.</summary>
    public static RegionFile? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RegionFile>(File.ReadAllText(path), Json);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file in one step.</summary>
    public void Write(string path)
    {
        var next = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(next);
        using (var file = new FileStream(next, options))
        {
            JsonSerializer.Serialize(file, this, Json);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>One silo; process and its start time are null when it does not run.</summary>
    internal sealed record Silo(string Name, SiloPorts Ports, int? ProcessId, DateTime? StartedAt);
}
