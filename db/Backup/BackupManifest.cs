using System.Text.Json;

namespace ActiveActive.Database.Backup;

/// <summary>What a backup's folder holds: <c>backup.json</c> in it.</summary>
/// <param name="MadeAt">When it was begun, by the clock of the machine that made it.</param>
/// <param name="SchemaVersion">The schema's version.</param>
/// <param name="Incarnation">The region's incarnation.</param>
/// <param name="Server">The server's version, for people.</param>
/// <param name="Region">The region's database.</param>
/// <param name="Shards">The shards, in their order; empty when the region's database holds the state.</param>
public sealed record BackupManifest(DateTimeOffset MadeAt, int SchemaVersion, int Incarnation, string Server, BackupPart Region, IReadOnlyList<BackupPart> Shards)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "backup.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <exception cref="BackupException">The folder holds no complete backup.</exception>
    internal static async Task<BackupManifest> ReadAsync(string folder, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            throw new BackupException($"The folder '{folder}' holds no complete backup: {FileName} is missing, which is written last. Name a folder that 'aactl backup' has finished.");
        }

        try
        {
            await using var stream = File.OpenRead(file);
            return (await JsonSerializer.DeserializeAsync<BackupManifest>(stream, s_json, cancellation))!;
        }
        catch (JsonException error)
        {
            throw new BackupException($"The file '{file}' cannot be read: {error.Message} Use another backup.", error);
        }
    }

    internal Task WriteAsync(string folder, CancellationToken cancellation) =>
        File.WriteAllTextAsync(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, s_json), cancellation);
}
