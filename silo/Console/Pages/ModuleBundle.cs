using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ActiveActive.Silo.Console.Pages;

/// <summary>
/// Makes one script of the console's modules, each a function that is called once, after those that it imports. What they may say is little, one to a line:
/// <c>import { a, b as c } from "./file.js";</c>, and <c>export</c> before a <c>const</c>, <c>class</c> or <c>function</c>. All else, and a circle of imports, is refused.
/// </summary>
internal sealed partial class ModuleBundle
{
    private readonly IReadOnlyDictionary<string, string> _modules;
    private readonly StringBuilder _script = new("\"use strict\";\n");
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    private ModuleBundle(IReadOnlyDictionary<string, string> modules) => _modules = modules;

    /// <summary>The script.</summary>
    /// <param name="main">The module to begin with.</param>
    /// <param name="modules">The text of each module, by its path.</param>
    /// <exception cref="InvalidOperationException">A module says what is not understood here.</exception>
    public static string Of(string main, IReadOnlyDictionary<string, string> modules)
    {
        var bundle = new ModuleBundle(modules);
        bundle.Write(main);
        return bundle._script.ToString();
    }

    private void Write(string name)
    {
        if (_written.Contains(name))
        {
            return;
        }

        if (!_begun.Add(name))
        {
            throw new InvalidOperationException($"{name} imports itself, by others.");
        }

        if (!_modules.TryGetValue(name, out var text))
        {
            throw new InvalidOperationException($"There is no module {name}.");
        }

        var (body, exports) = (new StringBuilder(), new List<string>());
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            body.Append(Line(name, line, exports)).Append('\n');
        }

        _written.Add(name);
        _script.Append(CultureInfo.InvariantCulture, $"// {name}\nconst {Variable(name)} = (() => {{\n{body}return {{ {string.Join(", ", exports)} }};\n}})();\n");
    }

    private string Line(string name, string line, List<string> exports)
    {
        if (Import().Match(line) is { Success: true } import)
        {
            var from = Resolve(name, import.Groups["from"].Value);
            Write(from);
            return $"const {{ {import.Groups["names"].Value.Replace(" as ", ": ", StringComparison.Ordinal)} }} = {Variable(from)};";
        }

        if (Export().Match(line) is { Success: true } export)
        {
            exports.Add(export.Groups["name"].Value);
            return line["export ".Length..];
        }

        return Unknown().IsMatch(line) ? throw new InvalidOperationException($"{name} says what cannot be bundled: {line}") : line;
    }

    // Where an address leads that is relative to a module.
    private static string Resolve(string name, string address) => new Uri(new Uri($"http://modules/{name}"), address).AbsolutePath[1..];

    private static string Variable(string name) => $"${NotOfName().Replace(name, "_")}";

    [GeneratedRegex("""^import \{ (?<names>[\w$, ]+) \} from "(?<from>\.[\w./-]+)";$""")]
    private static partial Regex Import();

    [GeneratedRegex(@"^export (?:const|class|(?:async )?function) (?<name>[\w$]+)")]
    private static partial Regex Export();

    [GeneratedRegex(@"^\s*(?:import|export)\b|\bimport\s*[.(]")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"\W")]
    private static partial Regex NotOfName();
}
