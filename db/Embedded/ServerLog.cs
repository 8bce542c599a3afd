using System.Text;

namespace ActiveActive.Database.Embedded;

/// <summary>The end of the server's log since some moment, for error messages.</summary>
internal sealed class ServerLog
{
    private const int Longest = 4_000;

    private readonly string _file;
    private readonly long _from;

    /// <summary>Remembers now as the moment.</summary>
    public ServerLog(DataFolder folder)
    {
        _file = folder.LogFile;
        _from = File.Exists(_file) ? new FileInfo(_file).Length : 0;
    }

    public string Tail()
    {
        using var file = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(_from, file.Length - Longest);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd().Trim();
    }
}
