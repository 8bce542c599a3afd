using System.Diagnostics;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Bench;

/// <summary>Runs the program with the benchmarks of single pieces of code, which needs no database.</summary>
internal static class MicroBench
{
    private const string Program = "ActiveActive.Benchmarks.Micro";

    /// <param name="folder">Where BenchmarkDotNet's own results go.</param>
    /// <param name="tell">Told each line.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CliException">It failed.</exception>
    public static async Task Run(string folder, Action<string> tell, CancellationToken cancellation)
    {
        string[] command = [.. SiloHost.Command(SiloHost.FindOther(Program).Program), folder];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                tell(line);
            }

            await process.WaitForExitAsync(cancellation);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        if (process.ExitCode != 0)
        {
            throw new CliException($"The micro-benchmarks failed (exit code {process.ExitCode}). What they wrote says why; their results are in {folder}.");
        }
    }
}
