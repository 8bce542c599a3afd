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
        var start = new ProcessStartInfo(SiloHost.DotnetProgram(), SiloHost.Find(null).Program) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ActiveActive__Database"] = database;
        using var silo = Process.Start(start)!;
        var (exitCode, _, error) = await Aactl.Finish(silo, "The silo");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("The silo could not be started. ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }
}
