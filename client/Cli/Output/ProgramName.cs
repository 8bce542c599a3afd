namespace ActiveActive.Cli.Output;

/// <summary>How the user calls this program, for hints: the script <c>run</c> says its own name.</summary>
internal static class ProgramName
{
    /// <summary>The environment variable by which a wrapper says its name.</summary>
    public const string Variable = "AACTL_NAME";

    public static string Current { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : "aactl";
}
