using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ActiveActive.Tests.Processes.Up;

/// <summary>Runs aactl as its users do: as a process of its own.</summary>
internal static class Aactl
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Starts a command; standard output and error are the caller's to read.</summary>
    public static Process Start(params string[] arguments)
    {
        var here = AppContext.BaseDirectory.TrimEnd('/');
        var program = Path.GetFullPath(Path.Combine(here, "..", "..", "ActiveActive.Cli", Path.GetFileName(here), "aactl.dll"));
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return Process.Start(new ProcessStartInfo(dotnet, [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    /// <summary>Runs a command that ends.</summary>
    public static async Task<Result> Run(params string[] arguments)
    {
        using var process = Start(arguments);
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
            throw new TimeoutException($"aactl {string.Join(' ', arguments)} did not end within {Limit}.");
        }

        return new Result(process.ExitCode, await output, await error);
    }

    internal sealed record Result(int ExitCode, string Output, string Error)
    {
        public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);
    }
}
