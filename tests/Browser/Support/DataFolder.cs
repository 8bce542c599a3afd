namespace ActiveActive.Tests.Browser.Support;

/// <summary>A folder for databases, gone at the end. When we are root, PostgreSQL runs as another user, who must be able to pass.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("aa-browser-").FullName;

    public DataFolder()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_parent, File.GetUnixFileMode(_parent) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    public string Path => System.IO.Path.Combine(_parent, "data");

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}
