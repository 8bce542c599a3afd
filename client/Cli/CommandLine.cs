using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveActive.Cli.Backup;
using ActiveActive.Cli.Bench;
using ActiveActive.Cli.Calls;
using ActiveActive.Cli.Certificates;
using ActiveActive.Cli.Conflicts;
using ActiveActive.Cli.Db;
using ActiveActive.Cli.DeadLetters;
using ActiveActive.Cli.Doctor;
using ActiveActive.Cli.Drills;
using ActiveActive.Cli.Keys;
using ActiveActive.Cli.Output;
using ActiveActive.Cli.Regions;
using ActiveActive.Cli.Residency;
using ActiveActive.Cli.Status;
using ActiveActive.Cli.Top;
using ActiveActive.Cli.Up;

namespace ActiveActive.Cli;

/// <summary>The commands of aactl, and how a command line is run.</summary>
internal static class CommandLine
{
    private static readonly Func<Command>[] Commands =
    [
        UpCommand.Create,
        StatusCommand.Create,
        TopCommand.Create,
        DoctorCommand.Create,
        CallCommand.Create,
        DbCommand.Create,
        BackupCommand.Create,
        RestoreCommand.Create,
        KeysCommand.Create,
        CertificatesCommand.Create,
        ResidencyCommand.Create,
        ConflictsCommand.Create,
        DeadLettersCommand.Create,
        RegionsCommand.Create,
        DrillCommand.Create,
        WorkerCommand.Create,
        BenchCommand.Create,
    ];

    public static RootCommand Create()
    {
        var root = new RootCommand(
            """
            Starts, inspects and calls an ActiveActive region.

            Exit codes: 0 done, 1 failed (or, for status, nothing serves), 2 wrong command line, 3 (of doctor) warnings.
            """)
        {
            GlobalOptions.Json,
            GlobalOptions.Verbose,
        };
        foreach (var create in Commands)
        {
            root.Add(create());
        }

        return root;
    }

    public static async Task<int> Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var line = Create().Parse(arguments);
        if (line.Errors.Count > 0)
        {
            WriteErrors(line, error);
            return ExitCode.Usage;
        }

        return await line.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // each command ends in its own order
        });
    }

    private static void WriteErrors(ParseResult line, TextWriter error)
    {
        // One unknown word makes an error of each word after it; the first says it all.
        if (line.UnmatchedTokens is [var unknown, ..])
        {
            error.WriteLine($"aactl: '{unknown}' is no command or option here.");
            if (NameHint.For(unknown, line.CommandResult) is { } hint)
            {
                error.WriteLine($"Did you mean '{hint}'?");
            }
        }
        else
        {
            foreach (var parseError in line.Errors)
            {
                error.WriteLine($"aactl: {parseError.Message}");
            }
        }

        error.WriteLine($"Try '{CommandPath(line.CommandResult)} --help'.");
    }

    private static string CommandPath(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{CommandPath(parent)} {command.Command.Name}" : ProgramName.Current;
}
