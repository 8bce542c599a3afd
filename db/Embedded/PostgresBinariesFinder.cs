using System.Globalization;
using System.Text.RegularExpressions;

namespace ActiveActive.Database.Embedded;

/// <summary>Finds the server programs of PostgreSQL on this machine.</summary>
internal sealed partial class PostgresBinariesFinder
{
    /// <summary>Parent folders whose children are installations: Debian, Red Hat, SUSE, Homebrew (two places), Postgres.app, EDB's installer.</summary>
    private static readonly (string Parent, string Child, string Bin)[] s_usualPlaces =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/usr/lib", "postgresql*", "bin"),
        ("/opt/homebrew/opt", "postgresql*", "bin"),
        ("/usr/local/opt", "postgresql*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        ("/Library/PostgreSQL", "*", "bin"),
    ];

    private readonly string? _explicitFolder;
    private readonly string _path;
    private readonly Func<IEnumerable<string>> _usualFolders;

    public PostgresBinariesFinder(string? explicitFolder)
        : this(explicitFolder, Environment.GetEnvironmentVariable("PATH") ?? "", UsualFolders)
    {
    }

    internal PostgresBinariesFinder(string? explicitFolder, string path, Func<IEnumerable<string>> usualFolders)
    {
        _explicitFolder = explicitFolder;
        _path = path;
        _usualFolders = usualFolders;
    }

    /// <summary>All usable installations, newest version first; only the explicit one when it was given.</summary>
    /// <exception cref="PostgresBinariesNotFoundException">There is none.</exception>
    public async Task<IReadOnlyList<PostgresBinaries>> FindAllAsync(CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in Candidates().Distinct(StringComparer.Ordinal))
        {
            if (await MajorVersionOf(folder, cancellationToken) is { } version) found.Add(new PostgresBinaries(folder, version));
        }

        if (found.Count == 0) throw NotFound();
        return [.. found.OrderByDescending(binaries => binaries.MajorVersion)];
    }

    private IEnumerable<string> Candidates()
    {
        if (_explicitFolder is not null) return [_explicitFolder];

        var onPath = _path
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "postgres"))
            .Where(File.Exists)
            .Select(file => Path.GetDirectoryName(Resolved(file))!);
        return onPath.Concat(_usualFolders());
    }

    /// <summary>The real file behind a link: initdb wants postgres beside itself.</summary>
    private static string Resolved(string file) => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;

    private static IEnumerable<string> UsualFolders() =>
        from place in s_usualPlaces
        where Directory.Exists(place.Parent)
        from child in Directory.EnumerateDirectories(place.Parent, place.Child)
        select Path.Combine(child, place.Bin);

    private static async Task<int?> MajorVersionOf(string folder, CancellationToken cancellationToken)
    {
        var binaries = new PostgresBinaries(folder, 0);
        if (!File.Exists(binaries.Postgres) || !File.Exists(binaries.InitDb)) return null;

        var answer = await ChildProcess.RunAsync(binaries.Postgres, ["--version"], ServerUser.Ourselves, "/", cancellationToken);
        var match = VersionPattern().Match(answer.Output);
        return match.Success ? int.Parse(match.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;
    }

    private PostgresBinariesNotFoundException NotFound() => new(
        (_explicitFolder is null
            ? "No PostgreSQL server was found, neither on PATH nor in the usual folders (/usr/lib/postgresql/*/bin, /usr/pgsql-*/bin, /opt/homebrew/opt/postgresql*/bin). "
            : $"The folder '{_explicitFolder}' does not hold the PostgreSQL programs postgres and initdb. ")
        + "Install the server: `apt-get install postgresql` on Debian and Ubuntu, `dnf install postgresql-server` on Fedora and Red Hat, "
        + "`apk add postgresql` on Alpine, `brew install postgresql` on macOS; or name the folder of an installation; "
        + "or use a PostgreSQL that runs elsewhere by giving its connection string.");

    [GeneratedRegex(@"(?<=PostgreSQL\)? )\d+")]
    private static partial Regex VersionPattern();
}
