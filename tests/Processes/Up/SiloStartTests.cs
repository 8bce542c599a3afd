using System.Diagnostics;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Tests.Processes.Up;

/// <summary>A silo that cannot be started says why in its last line, and ends in order: no core dump, no bare stack trace.</summary>
public sealed class SiloStartTests
{
    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2", "No PostgreSQL answers at 127.0.0.1:1.")]
    [InlineData("", "Database is missing")]
    public async Task A_silo_that_cannot_start_says_what_to_do(string database, string expected)
    {
        var start = new ProcessStartInfo("dotnet", SiloHost.Find(null).Program) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ActiveActive__Database"] = database;
        using var silo = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var output = silo.StandardOutput.ReadToEndAsync(limit.Token);
            var error = await silo.StandardError.ReadToEndAsync(limit.Token);
            await output;
            await silo.WaitForExitAsync(limit.Token);

            Assert.Equal(1, silo.ExitCode);
            Assert.StartsWith("The silo could not be started. ", error, StringComparison.Ordinal);
            Assert.Contains(expected, error, StringComparison.Ordinal);
            Assert.Single(error.Trim().Split('\n'));
        }
        finally
        {
            silo.Kill();
        }
    }
}
