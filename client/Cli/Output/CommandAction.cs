using System.CommandLine;

namespace ActiveActive.Cli.Output;

/// <summary>The frame around every command: terminal, signals, and one place where errors become words and an exit code.</summary>
internal static class CommandAction
{
    public static void Runs(this Command command, Func<CommandContext, Task<int>> action) =>
        command.SetAction((line, _) => Run(line, action));

    private static async Task<int> Run(ParseResult line, Func<CommandContext, Task<int>> action)
    {
        var terminal = new Terminal(
            line.InvocationConfiguration.Output, line.InvocationConfiguration.Error, line.GetValue(GlobalOptions.Json), line.GetValue(GlobalOptions.Verbose));
        using var interruption = new Interruption();
        try
        {
            return await action(new CommandContext(line, terminal, interruption.Requested, interruption.Hurry));
        }
        catch (Exception error)
        {
            terminal.Failure(error);
            return ExitCode.Failed;
        }
    }
}
