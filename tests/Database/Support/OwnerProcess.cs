using System.Diagnostics;

namespace ActiveActive.Tests.Database.Support;

/// <summary>Another process that owns an embedded server.</summary>
internal sealed class OwnerProcess : IDisposable
{
    private readonly Process _process;

    private OwnerProcess(Process process, string answer)
    {
        _process = process;
        Answer = answer;
    }

    /// <summary>"ready", the postmaster's id and the connection string; or "failed" and why.</summary>
    public string Answer { get; }

    public int PostmasterId => int.Parse(Answer.Split(' ')[1]);

    public string ConnectionString => Answer.Split(' ', 3)[2];

    /// <param name="folder">The server's data folder.</param>
    /// <param name="user">Who shall run it; null for us.</param>
    /// <param name="program">A folder that the user may read, for a copy of the program; the repository may lie where only we may go.</param>
    /// <param name="standby">The data folder of a standby, to have one too.</param>
    public static async Task<OwnerProcess> StartAsync(string folder, string? user = null, string? program = null, string? standby = null)
    {
        if (program is not null)
        {
            Directory.CreateDirectory(program);
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
            {
                File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
            }
        }

        var info = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet")
        {
            ArgumentList = { Path.Combine(program ?? AppContext.BaseDirectory, "ActiveActive.Tests.Database.Owner.dll"), folder },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        if (standby is not null) info.ArgumentList.Add(standby);
        if (user is not null)
        {
            info.UserName = user;
            info.Environment["HOME"] = "/tmp";
        }

        var process = Process.Start(info)!;
        return new OwnerProcess(process, await process.StandardOutput.ReadLineAsync() ?? "ended without an answer");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
