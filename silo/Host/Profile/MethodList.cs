using System.Text.RegularExpressions;

namespace ActiveActive.Silo.Profile;

/// <summary>
/// Generic methods with their arguments that a process needs soon after its start: a text with a line for each type and the names of its methods after it, ordered, so that a change can be read.
/// </summary>
/// <remarks>
/// The compiler ahead of time compiles all that is not generic, and of what is generic only what something names that it compiles. What only the runtime puts together it leaves out: the box of an async method whose result is a
/// reference, say. The runtime names what it had to compile itself (<c>DOTNET_JitStdOutFile</c> with <c>DOTNET_JitDisasmSummary</c>), and that is what is learned here. All overloads of a name are meant. What is named but is no more is
/// passed over. The runtime names an enumeration by the number that it is: what is generic over one is learned as if it were over the number, which does no harm and helps nothing.
/// </remarks>
internal sealed partial class MethodList
{
    private readonly SortedDictionary<string, SortedSet<string>> _types = new(StringComparer.Ordinal);

    /// <summary>How many methods are named.</summary>
    public int Count => _types.Values.Sum(methods => methods.Count);

    public static MethodList Read(string path)
    {
        var list = new MethodList();
        foreach (var words in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')))
        {
            list.Of(words[0]).UnionWith(words[1..]);
        }

        return list;
    }

    public void Write(string path) => File.WriteAllLines(path, _types.Select(type => $"{type.Key} {string.Join(' ', type.Value)}").Prepend("# Made by `learn`, see docs/performance.md. Methods that are compiled ahead, because a start, a join or a death needs them at once."));

    /// <summary>This list and what the runtime says in these lines that it has compiled: generic methods, once. Other lines are passed over.</summary>
    public MethodList With(IEnumerable<string> compiled)
    {
        var list = new MethodList();
        foreach (var (type, methods) in _types)
        {
            list.Of(type).UnionWith(methods);
        }

        foreach (var match in compiled.Select(line => Compiled().Match(line)).Where(match => match.Success))
        {
            try
            {
                list.Add(match.Groups["type"].Value, match.Groups["method"].Value);
            }
            catch (FormatException)
            {
                // Processes that write to the same file write into each other's lines.
            }
        }

        return list;
    }

    /// <summary>What of this list there is in <paramref name="code"/>.</summary>
    public MethodList Known(Assemblies code)
    {
        var list = new MethodList();
        foreach (var (type, methods) in _types)
        {
            list.Of(type).UnionWith(methods.Where(method => Find(code, type, method).Any()));
        }

        foreach (var gone in list._types.Where(type => type.Value.Count == 0).Select(type => type.Key).ToList())
        {
            list._types.Remove(gone);
        }

        return list;
    }

    /// <summary>What of this list there is in <paramref name="code"/>, found.</summary>
    public IReadOnlyList<Instantiation> Find(Assemblies code) => [.. _types.SelectMany(type => type.Value.SelectMany(method => Find(code, type.Key, method)))];

    private static IEnumerable<Instantiation> Find(Assemblies code, string type, string method)
    {
        var position = 0;
        var named = CodeName.Read(type, ref position);
        var (name, arguments) = ReadMethod(method);
        return code.Find(named, name, arguments);
    }

    private void Add(string type, string method)
    {
        var position = 0;
        var named = CodeName.Read(type, ref position);
        var (name, arguments) = ReadMethod(method);
        if (position != type.Length)
        {
            throw new FormatException($"'{type}' is no type.");
        }

        if (named.Arguments.Count + arguments.Count > 0)
        {
            Of(named.ToString()).Add(name + CodeName.ToText(arguments));
        }
    }

    private static (string Name, IReadOnlyList<CodeName> Arguments) ReadMethod(string method)
    {
        var position = method.IndexOf('[', StringComparison.Ordinal);
        return position < 0 ? (CodeName.Uncounted(method), []) : (CodeName.Uncounted(method[..position]), CodeName.ReadArguments(method, ref position));
    }

    private SortedSet<string> Of(string type)
    {
        if (!_types.TryGetValue(type, out var methods))
        {
            _types[type] = methods = new SortedSet<string>(StringComparer.Ordinal);
        }

        return methods;
    }

    // "  12: JIT compiled Type[Arguments]:Method[Arguments](parameters):result [Tier0, IL size=1, code size=2]". Not what is compiled anew as it is hot, and not what is made up by the process itself.
    [GeneratedRegex(@"JIT compiled (?<type>(?!\()[^ :]+):(?<method>[^ (]+)\(.* \[(Instrumented )?(Tier0|FullOpts|MinOpts)")]
    private static partial Regex Compiled();
}
