namespace ActiveActive.Tests.Support;

/// <summary>A folder that is gone at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("activeactive-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
