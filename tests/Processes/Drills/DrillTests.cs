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

    [Trait("Length", "long")]
    [Fact]
    public async Task Connections_cut_between_commit_and_answer_double_nothing()
    {
        var (exitCode, verdict) = await Drill("--fault", "drop-reply");
        AssertClean(exitCode, verdict);
        Assert.True(verdict.GetProperty("cuts").GetInt64() > 0);
    }

    /// <summary>The negative control: without effect ids the same cuts must double something, every time.</summary>
    [Trait("Length", "long")]
    [Fact]
    public async Task The_drill_finds_effects_that_are_not_recorded()
    {
        var (exitCode, verdict) = await Drill("--fault", "drop-reply", "--plant", "no-effect-ids", "--seed", "1");
        AssertFound(exitCode, verdict, "no-effect-ids", "duplicated");
        Assert.Equal(1, verdict.GetProperty("seed").GetInt32());
    }

    /// <summary>These need no fault to be found.</summary>
    [Trait("Length", "long")]
    [Theory]
    [InlineData("lost-writes", "lost")]
    [InlineData("stale-reads", "wentBack")]
    [InlineData("doubled-sends", "unbalanced")]
    public async Task The_drill_finds_the_planted_bug(string bug, string found)
    {
        var (exitCode, verdict) = await Drill("--fault", "none", "--plant", bug, "--seconds", "5", "--silos", "1", "--clients", "1", "--rate", "400");
        AssertFound(exitCode, verdict, bug, found);
    }

    [Fact]
    public async Task The_list_tells_all_faults()
    {
        var result = await Aactl.Run("drill", "--list", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Json.EnumerateArray(), fault => fault.GetProperty("name").GetString() == "peer-cut");
    }

    [Fact]
    public async Task What_is_left_of_a_drill_that_was_broken_off_is_not_taken_for_a_new_one()
    {
        var folder = Directory.CreateTempSubdirectory("aa-drill-test-");
        try
        {
            folder.CreateSubdirectory(Path.Combine("region", "postgres"));
            var result = await Aactl.Run("drill", "--fault", "none", "--seconds", "5", "--out", folder.FullName);
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains("was broken off", result.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertFound(int exitCode, JsonElement verdict, string bug, string found)
    {
        Assert.Equal(1, exitCode);
        Assert.False(verdict.GetProperty("passed").GetBoolean());
        Assert.Equal(bug, verdict.GetProperty("plantedBug").GetString());
        Assert.True(verdict.GetProperty(found).GetInt64() > 0, verdict.ToString());
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
            var result = await Aactl.Run(["drill", "--json", "--warm-up", "2", "--out", folder.FullName, .. arguments.Contains("--seconds") ? [] : (string[])["--seconds", $"{Seconds}"], .. arguments]);
            Assert.True(result.Output.Length > 0, result.Error);
            return (result.ExitCode, result.Json);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
