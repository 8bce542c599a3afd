using System.Globalization;
using System.Reflection;

namespace ActiveActive.Database.Migration;

/// <summary>Numbered scripts in the order of their numbers.</summary>
internal sealed class MigrationScripts
{
    private const int NumberLength = 4;

    private readonly IReadOnlyList<MigrationScript> _scripts;

    /// <exception cref="ArgumentException">A name does not start with four digits and an underscore, or two scripts have the same number.</exception>
    public MigrationScripts(IEnumerable<MigrationScript> scripts)
    {
        _scripts = [.. scripts.OrderBy(script => script.Name, StringComparer.Ordinal)];
        foreach (var twins in _scripts.GroupBy(script => NumberOf(script.Name)).Where(group => group.Count() > 1 || group.Key == 0))
        {
            var names = string.Join(", ", twins.Select(script => script.Name));
            throw new ArgumentException($"Each migration needs a number of its own, four digits and an underscore: {names}.", nameof(scripts));
        }
    }

    /// <summary>The scripts compiled into this assembly.</summary>
    public static MigrationScripts Embedded { get; } = new(ReadResources(typeof(MigrationScripts).Assembly));

    public int HighestNumber => _scripts.Count == 0 ? 0 : NumberOf(_scripts[^1].Name);

    public IReadOnlyList<MigrationScript> All => _scripts;

    /// <summary>The number a script's name starts with; 0 for a name of another kind.</summary>
    public static int NumberOf(string name) =>
        name.Length > NumberLength && name[NumberLength] == '_'
        && int.TryParse(name.AsSpan(0, NumberLength), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private static IEnumerable<MigrationScript> ReadResources(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return new MigrationScript(name, reader.ReadToEnd());
        }
    }
}
