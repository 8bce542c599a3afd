using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActiveActive.Cli;

/// <summary>Finds the option or command that a mistyped word was probably meant to be.</summary>
internal static class NameHint
{
    public static string? For(string word, CommandResult command)
    {
        var name = word.Split('=', 2)[0];
        var best = Names(command)
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .OrderBy(static candidate => candidate.Distance)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, name.Length / 3) ? best.Name : null;
    }

    private static IEnumerable<string> Names(CommandResult? command)
    {
        if (command is null)
        {
            yield break;
        }

        foreach (var option in command.Command.Options)
        {
            yield return option.Name;
        }

        foreach (var inner in command.Command.Subcommands)
        {
            yield return inner.Name;
        }

        foreach (var option in Outer(command).SelectMany(static outer => outer.Options).Where(static option => option.Recursive))
        {
            yield return option.Name;
        }
    }

    private static IEnumerable<Command> Outer(CommandResult command)
    {
        for (var outer = command.Parent as CommandResult; outer is not null; outer = outer.Parent as CommandResult)
        {
            yield return outer.Command;
        }
    }

    // Levenshtein's distance, row by row.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
