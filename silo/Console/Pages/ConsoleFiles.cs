using System.Collections.Frozen;
using System.IO.Hashing;
using System.Reflection;
using System.Text;

namespace ActiveActive.Silo.Console.Pages;

/// <summary>All files of the console. They are part of this assembly, so that a silo needs no folder beside it.</summary>
internal sealed class ConsoleFiles
{
    private const string Prefix = "console/";
    private const string PageName = "index.html";
    private static readonly Lazy<ConsoleFiles> Own = new(static () => new ConsoleFiles(typeof(ConsoleFiles).Assembly));
    private readonly FrozenDictionary<string, ConsoleFile> _files;

    private ConsoleFiles(Assembly assembly)
    {
        var contents = assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToDictionary(static name => name[Prefix.Length..].Replace('\\', '/'), name => Read(assembly, name), StringComparer.Ordinal);
        Page = Encoding.UTF8.GetString(contents[PageName]);
        contents.Remove(PageName);
        var hash = new XxHash128();
        foreach (var (name, content) in contents)
        {
            hash.Append(Encoding.UTF8.GetBytes(name));
            hash.Append(content);
        }

        Version = Convert.ToHexStringLower(hash.GetCurrentHash().AsSpan(0, 8));
        _files = contents.ToFrozenDictionary(static file => file.Key, static file => new ConsoleFile(file.Key, file.Value), StringComparer.Ordinal);
    }

    /// <summary>Those of this assembly.</summary>
    public static ConsoleFiles Embedded => Own.Value;

    /// <summary>The page, which names the place of the others as <c>{assets}</c>.</summary>
    public string Page { get; }

    /// <summary>Another one when any file is; part of their addresses, so that browsers can keep them for good.</summary>
    public string Version { get; }

    public ConsoleFile? Find(string name) => _files.GetValueOrDefault(name);

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
