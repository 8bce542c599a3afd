using System.Collections.Frozen;
using System.IO.Hashing;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace ActiveActive.Silo.Console.Pages;

/// <summary>All files of the console. They are part of this assembly, so that a silo needs no folder beside it.</summary>
internal sealed class ConsoleFiles
{
    private const string Prefix = "console/";
    private const string PageName = "index.html";
    private const string MainModule = "console.js";
    private static readonly Lazy<ConsoleFiles> Own = new(static () => new ConsoleFiles(typeof(ConsoleFiles).Assembly));
    private readonly FrozenDictionary<string, ConsoleFile> _files;

    private ConsoleFiles(Assembly assembly)
    {
        var contents = assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToDictionary(static name => name[Prefix.Length..].Replace('\\', '/'), name => Read(assembly, name), StringComparer.Ordinal);
        var (page, head, styles) = (Take(PageName), Take("head.js"), Take("console.css"));
        Page = page.Replace("{head}", head, StringComparison.Ordinal).Replace("{styles}", styles, StringComparison.Ordinal);
        (ScriptSource, StyleSource) = (SourceOf(head), SourceOf(styles));

        // Browsers fetch one file sooner than twenty.
        var modules = contents.Where(static file => IsModule(file.Key)).ToDictionary(static file => file.Key, static file => Encoding.UTF8.GetString(file.Value), StringComparer.Ordinal);
        foreach (var name in modules.Keys)
        {
            contents.Remove(name);
        }

        contents[MainModule] = Encoding.UTF8.GetBytes(ModuleBundle.Of(MainModule, modules));
        var hash = new XxHash128();
        foreach (var (name, content) in contents)
        {
            hash.Append(Encoding.UTF8.GetBytes(name));
            hash.Append(content);
        }

        Version = Convert.ToHexStringLower(hash.GetCurrentHash().AsSpan(0, 8));
        _files = contents.ToFrozenDictionary(static file => file.Key, static file => new ConsoleFile(file.Key, file.Value), StringComparer.Ordinal);

        // Browsers see line ends as one sign, and so the hashes of what they see.
        string Take(string name) => contents.Remove(name, out var content) ? Encoding.UTF8.GetString(content).ReplaceLineEndings("\n") : throw new InvalidOperationException($"The console has no {name}.");
    }

    /// <summary>Those of this assembly.</summary>
    public static ConsoleFiles Embedded => Own.Value;

    /// <summary>The page, which names the place of the others as <c>{assets}</c>, and has in itself what is needed to begin: it is seen as soon as it has come.</summary>
    public string Page { get; }

    /// <summary>The script in the page, as its content security policy allows it.</summary>
    public string ScriptSource { get; }

    /// <summary>The styles in the page, likewise.</summary>
    public string StyleSource { get; }

    /// <summary>Another one when any file is; part of their addresses, so that browsers can keep them for good.</summary>
    public string Version { get; }

    public ConsoleFile? Find(string name) => _files.GetValueOrDefault(name);

    private static bool IsModule(string name) => name == MainModule || name.StartsWith("parts/", StringComparison.Ordinal) || name.StartsWith("views/", StringComparison.Ordinal);

    private static string SourceOf(string content) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
