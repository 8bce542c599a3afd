namespace ActiveActive.Cli.Output;

/// <summary>What aactl answers its caller with. Part of the command line's contract.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The command was understood and failed, or what it asked after is not so.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>What was asked after works, and something about it should be mended.</summary>
    public const int Warnings = 3;
}
