using System.Text.RegularExpressions;

namespace ActiveActive.Silo.Profile;

/// <summary>A type as the runtime names it: <c>System.Collections.Generic.List`1[System.__Canon]</c>, <c>int</c>, <c>System.__Canon[]</c>.</summary>
/// <param name="Name">Its name without its arguments, and without the numbers that the compiler counts up in it.</param>
/// <param name="Arguments">Its type arguments, also those of the types around it. Of an array its elements.</param>
internal sealed partial record CodeName(string Name, IReadOnlyList<CodeName> Arguments)
{
    /// <summary>The name of an array.</summary>
    public const string Array = "[]";

    /// <summary>Stands for every type of references: they share their code.</summary>
    public const string Canon = "System.__Canon";

    /// <summary>
    /// The name without the numbers that the compiler counts up, such as the 3 in <c>&lt;Commit&gt;d__3</c>: with them it would be another one as soon as a method is written above, or the folder of the sources is called
    /// differently.
    /// </summary>
    public static string Uncounted(string name) => Counted().Replace(name, "*");

    /// <summary>Reads a name up to its end, or up to what cannot belong to it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CodeName Read(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && text[position] is not ('[' or ']' or ','))
        {
            position++;
        }

        if (position == start)
        {
            throw new FormatException($"No name at {start} of '{text}'.");
        }

        var type = new CodeName(Uncounted(text[start..position]), []);
        while (position < text.Length && text[position] == '[')
        {
            if (text.AsSpan(position).StartsWith(Array))
            {
                position += Array.Length;
                type = new CodeName(Array, [type]);
            }
            else
            {
                type = type with { Arguments = ReadArguments(text, ref position) };
            }
        }

        return type;
    }

    /// <summary>Reads <c>[A,B]</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IReadOnlyList<CodeName> ReadArguments(string text, ref int position)
    {
        var arguments = new List<CodeName>();
        do
        {
            position++;
            arguments.Add(Read(text, ref position));
        }
        while (position < text.Length && text[position] == ',');

        if (position >= text.Length || text[position] != ']')
        {
            throw new FormatException($"No ] at {position} of '{text}'.");
        }

        position++;
        return arguments;
    }

    public override string ToString() => Name == Array ? Arguments[0] + Array : Name + ToText(Arguments);

    public static string ToText(IReadOnlyList<CodeName> arguments) => arguments.Count == 0 ? "" : $"[{string.Join(',', arguments)}]";

    // Of a closure, of an async method, an iterator or a lambda, of a local function, and of a file.
    [GeneratedRegex(@"(?<=__DisplayClass)\d+_\d+|(?<=>[a-z]__)\d+(_\d+)?|(?<=\|)\d+_\d+|(?<=>F)[0-9A-F]{64}(?=__)")]
    private static partial Regex Counted();
}
