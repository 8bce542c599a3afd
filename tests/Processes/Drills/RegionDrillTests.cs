using System.Text.Json;
using ActiveActive.Tests.Processes.Up;

namespace ActiveActive.Tests.Processes.Drills;

/// <summary>Short drills of several regions.</summary>
[Trait("Length", "long")]
public sealed class RegionDrillTests
{
    [Fact]
    public async Task Regions_that_do_not_hear_each_other_serve_on_and_converge_afterwards()
    {
        var (exitCode, verdict) = await Drill("--fault", "region-partition", "--seconds", "14");
        string[] zeros = ["lost", "duplicated", "wentBack", "diverged", "silosDied", "errorsSeen"];
        Assert.All(zeros, name => Assert.Equal((name, 0), (name, verdict.GetProperty(name).GetInt64())));
        Assert.True(verdict.GetProperty("acknowledged").GetInt64() > 300, verdict.ToString());
        var regions = verdict.GetProperty("regions");
        Assert.Single(regions.GetProperty("hashes").EnumerateObject().Select(static region => region.Value.GetString()).Distinct());

        // The cut was one: what was changed meanwhile arrived only after it.
        Assert.True(regions.GetProperty("lagWhileBroken").GetProperty("max").GetDouble() > 5000, verdict.ToString());
        Assert.Equal(0, exitCode);
    }

    /// <summary>The negative control.</summary>
    [Fact]
    public async Task The_drill_finds_changes_of_other_regions_that_are_lost()
    {
        var (exitCode, verdict) = await Drill("--fault", "none", "--seconds", "5", "--plant", "lost-merges");
        Assert.Equal(1, exitCode);
        Assert.True(verdict.GetProperty("lost").GetInt64() > 0, verdict.ToString());
        Assert.True(verdict.GetProperty("diverged").GetInt64() > 0, verdict.ToString());
        Assert.Equal(JsonValueKind.Null, verdict.GetProperty("regions").GetProperty("convergedMilliseconds").ValueKind);
    }

    private static async Task<(int ExitCode, JsonElement Verdict)> Drill(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("aa-drill-test-");
        folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute; // the database's user passes through
        try
        {
            var result = await Aactl.Run(["drill", "--json", "--regions", "2", "--silos", "1", "--grains", "6", "--rate", "40", "--warm-up", "2", "--out", folder.FullName, .. arguments]);
            Assert.True(result.Output.Length > 0 && result.Json.TryGetProperty("passed", out _), $"No verdict: {result.Output} {result.Error}");
            return (result.ExitCode, result.Json);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
