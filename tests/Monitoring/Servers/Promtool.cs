using System.Diagnostics;

namespace ActiveActive.Tests.Monitoring.Servers;

/// <summary>Runs promtool.</summary>
internal static class Promtool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code, and what it said.</returns>
    public static async Task<(int ExitCode, string Output)> Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Programs.Find("promtool"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"promtool {string.Join(' ', arguments)} did not end within {Limit.TotalSeconds} s.");
        }

        return (process.ExitCode, await output + await error);
    }
}
