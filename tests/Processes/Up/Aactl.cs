using System.Diagnostics;
using System.Text.Json;
using ActiveActive.TestKit.Regions;

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
        return Process.Start(new ProcessStartInfo(SiloHost.DotnetProgram(), [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    /// <summary>Runs a command that ends.</summary>
    public static async Task<Result> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return await Finish(process, $"aactl {string.Join(' ', arguments)}");
    }

    /// <summary>Waits until a program ends; one that does not is killed.</summary>
    /// <param name="process">It; its standard output and error are read.</param>
    /// <param name="name">What to call it in the error message.</param>
    public static async Task<Result> Finish(Process process, string name)
    {
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
            throw new TimeoutException($"{name} did not end within {Limit}.");
        }

        return new Result(process.ExitCode, await output, await error);
    }

    internal sealed record Result(int ExitCode, string Output, string Error)
    {
        public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);
    }
}
