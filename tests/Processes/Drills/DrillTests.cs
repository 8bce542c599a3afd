using System.Globalization;
using System.Text.Json;
using ActiveActive.Tests.Processes.Up;

namespace ActiveActive.Tests.Processes.Drills;

/// <summary>Short drills. The long ones are <c>./run drill --seconds 30</c>, again and again.</summary>
public sealed class DrillTests
{
    private const int Seconds = 8;

    [Fact]
    public async Task A_killed_silo_costs_no_effect_and_doubles_none()
    {
        var (exitCode, verdict) = await Drill("--fault", "kill");
        AssertClean(exitCode, verdict);
    }

    [Fact]
    public async Task Connections_cut_between_commit_and_answer_double_nothing()
    {
        var (exitCode, verdict) = await Drill("--fault", "drop-reply");
        AssertClean(exitCode, verdict);
        Assert.True(verdict.GetProperty("cuts").GetInt64() > 0);
    }

    /// <summary>The negative control: without effect ids the same cuts must double something, every time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_drill_finds_the_planted_bug(int seed)
    {
        var (exitCode, verdict) = await Drill("--fault", "drop-reply", "--plant", "no-effect-ids", "--seed", seed.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(1, exitCode);
        Assert.False(verdict.GetProperty("passed").GetBoolean());
        Assert.True(verdict.GetProperty("duplicated").GetInt64() > 0);
        Assert.Equal(seed, verdict.GetProperty("seed").GetInt32());
    }

    private static void AssertClean(int exitCode, JsonElement verdict)
    {
        string[] zeros = ["lost", "duplicated", "wentBack", "unbalanced", "silosDied"];
        Assert.All(zeros, name => Assert.Equal((name, 0), (name, verdict.GetProperty(name).GetInt64())));
        Assert.True(verdict.GetProperty("acknowledged").GetInt64() > 1000);
        Assert.Equal(0, exitCode);
    }

    private static async Task<(int ExitCode, JsonElement Verdict)> Drill(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("aa-drill-test-");
        folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute; // the database's user passes through
        try
        {
            var result = await Aactl.Run(["drill", "--json", "--seconds", $"{Seconds}", "--out", folder.FullName, .. arguments]);
            Assert.True(result.Output.Length > 0, result.Error);
            return (result.ExitCode, result.Json);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
