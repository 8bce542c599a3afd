using System.ComponentModel;
using System.Diagnostics;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.TestKit.Faults;

/// <summary>Runs the system's programs that change networks and mounts.</summary>
internal static class Tool
{
    /// <summary>Runs a program to its end and answers what it wrote.</summary>
    /// <exception cref="RegionException">It is not installed, or failed.</exception>
    public static async Task<string> Run(string program, params string[] arguments)
    {
        var (exitCode, output) = await TryRun(program, arguments);
        return exitCode == 0 ? output : throw new RegionException($"'{program} {string.Join(' ', arguments)}' failed: {output.Trim()}");
    }

    /// <summary>The same, also when it fails.</summary>
    /// <exception cref="RegionException">It is not installed.</exception>
    public static async Task<(int ExitCode, string Output)> TryRun(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await error);
        }
        catch (Win32Exception error)
        {
            throw new RegionException($"The program '{program}' is not installed, or may not be run: {error.Message}.");
        }
    }

    /// <summary>Whether a program is on the path.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program)));
}
