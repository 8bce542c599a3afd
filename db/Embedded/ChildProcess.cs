using System.ComponentModel;
using System.Diagnostics;

namespace ActiveActive.Database.Embedded;

/// <summary>Starts programs with a clean PostgreSQL environment, and runs the short ones to their end.</summary>
internal static class ChildProcess
{
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, ServerUser user, string workingDirectory)
    {
        var info = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = workingDirectory,
        };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        if (user.SwitchTo is not null) info.UserName = user.SwitchTo;

        // PGDATA, PGPORT and the like would redirect the server's programs; messages are read by us, so in English.
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList()) info.Environment.Remove(name);
        info.Environment["LC_ALL"] = "C";
        return info;
    }

    /// <exception cref="EmbeddedPostgresException">There is no such program, or it may not be run.</exception>
    public static Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info)!; // null only with the shell of Windows
        }
        catch (Win32Exception exception)
        {
            throw new EmbeddedPostgresException($"'{info.FileName}' could not be run in '{info.WorkingDirectory}': {exception.Message}", exception);
        }
    }

    /// <summary>Runs a program to its end; its error output is part of the answer.</summary>
    public static async Task<ChildResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        ServerUser user,
        string workingDirectory,
        CancellationToken cancellationToken,
        Action<IDictionary<string, string?>>? environment = null)
    {
        var info = StartInfo(program, arguments, user, workingDirectory);
        environment?.Invoke(info.Environment);
        info.RedirectStandardError = true;
        using var process = Start(info);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ChildResult(process.ExitCode, (await output + await error).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
