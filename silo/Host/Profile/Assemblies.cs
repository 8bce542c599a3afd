using System.Reflection;

namespace ActiveActive.Silo.Profile;

/// <summary>A generic method with its arguments, or a method of a generic type with its.</summary>
internal sealed record Instantiation(CodeType Type, MethodBase Method, IReadOnlyList<CodeType> Arguments);

/// <summary>A type that was found.</summary>
/// <param name="Definition">Its definition. <see langword="null"/> for <see cref="CodeName.Canon"/>, and for an array.</param>
/// <param name="Arguments">Its type arguments. Of an array its elements.</param>
internal sealed record CodeType(Type? Definition, IReadOnlyList<CodeType> Arguments)
{
    public bool IsCanon => Definition is null && Arguments.Count == 0;
}

/// <summary>The assemblies that are compiled, read without being loaded, and what is in them by its name.</summary>
internal sealed class Assemblies : IDisposable
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // As the just-in-time compiler calls them.
    private static readonly Dictionary<string, string> Primitives = new()
    {
        ["bool"] = "System.Boolean",
        ["char"] = "System.Char",
        ["sbyte"] = "System.SByte",
        ["byte"] = "System.Byte",
        ["short"] = "System.Int16",
        ["ushort"] = "System.UInt16",
        ["int"] = "System.Int32",
        ["uint"] = "System.UInt32",
        ["long"] = "System.Int64",
        ["ulong"] = "System.UInt64",
        ["nint"] = "System.IntPtr",
        ["nuint"] = "System.UIntPtr",
        ["float"] = "System.Single",
        ["double"] = "System.Double",
    };

    private readonly MetadataLoadContext _context;
    private readonly ILookup<string, Type> _types;

    /// <param name="paths">All assemblies of a program, with those of its runtime. Of those with the same name the first is taken, and what is none is passed over.</param>
    public Assemblies(IEnumerable<string> paths)
    {
        var files = paths.DistinctBy(path => Path.GetFileName(path)).ToList();
        _context = new MetadataLoadContext(new PathAssemblyResolver(files), "System.Private.CoreLib");
        _types = files.SelectMany(Types).ToLookup(type => CodeName.Uncounted(type.FullName!));
    }

    /// <summary>All methods of that name with that many type arguments, for every type that is meant: names without the compiler's numbers can mean several.</summary>
    public IEnumerable<Instantiation> Find(CodeName type, string method, IReadOnlyList<CodeName> arguments) =>
        from found in Find(type)
        where found.Definition is not null
        from declared in found.Definition!.GetMembers(All).OfType<MethodBase>()
        where CodeName.Uncounted(declared.Name) == method && (declared.IsGenericMethodDefinition ? declared.GetGenericArguments().Length : 0) == arguments.Count
        from given in FindAll(arguments)
        select new Instantiation(found, declared, given);

    public void Dispose() => _context.Dispose();

    private IEnumerable<CodeType> Find(CodeName name) => name.Name switch
    {
        CodeName.Canon => [new CodeType(null, [])],
        CodeName.Array => Find(name.Arguments[0]).Select(element => new CodeType(null, [element])),
        _ => from definition in _types[Primitives.GetValueOrDefault(name.Name, name.Name)]
             where definition.GetGenericArguments().Length == name.Arguments.Count
             from arguments in FindAll(name.Arguments)
             select new CodeType(definition, arguments),
    };

    private IEnumerable<IReadOnlyList<CodeType>> FindAll(IReadOnlyList<CodeName> names) =>
        names.Aggregate<CodeName, IEnumerable<IReadOnlyList<CodeType>>>([[]], (all, name) => all.SelectMany(before => Find(name).Select(next => (IReadOnlyList<CodeType>)[.. before, next])));

    private Type[] Types(string path)
    {
        try
        {
            return _context.LoadFromAssemblyPath(path).GetTypes();
        }
        catch (BadImageFormatException)
        {
            return [];
        }
    }
}
