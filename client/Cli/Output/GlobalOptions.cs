using System.CommandLine;

namespace ActiveActive.Cli.Output;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Write JSON to standard output, for programs", Recursive = true };

    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show stack traces and log lines", Recursive = true };
}
