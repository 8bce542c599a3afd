namespace ActiveActive.Tests.Database.Support;

/// <summary>A folder name that nobody else uses; what is there is deleted at the end.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "aa-db-" + Guid.NewGuid().ToString("N")[..12]);

    public string Create()
    {
        Directory.CreateDirectory(Path);
        return Path;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
