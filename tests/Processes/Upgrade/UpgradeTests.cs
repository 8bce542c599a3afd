using System.Diagnostics;
using System.Net;
using System.Reflection;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;

namespace ActiveActive.Tests.Processes.Upgrade;

/// <summary>Two releases of somebody's program side by side, while one takes the other's place silo by silo.</summary>
[Trait("Length", "long")]
public sealed class UpgradeTests : IDisposable
{
    private const int Scores = 12;
    private readonly RegionDataFolder _data = new();
    private readonly HttpClient _http = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aa-upgrade-");

    private static string Repository => typeof(UpgradeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Repository").Value!;

    private string Host => Path.Combine(_folder.FullName, "host");

    public void Dispose()
    {
        _http.Dispose();
        _data.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Callers_of_both_releases_are_served_while_the_new_one_rolls_out_and_state_written_by_either_counts()
    {
        await Task.WhenAll(Build(1), Build(2));
        Choose(1);
        await using var region = await RegionRunner.Start(new RegionOptions { Silos = 2, DataFolder = _data.Path, SiloHost = Host });
        var (first, second) = (region.Silos[0].Url, region.Silos[1].Url);
        await All(first, "add", "1");
        await All(second, "add", "2");

        // 1. Mixed: callers of both releases, grains on silos of both, and rows that the new one wrote, which the old one must not touch.
        Choose(2);
        await region.StopSilo(2);
        await region.StartSilo(2);
        await All(first, "add", first: "3", second: "3+0");
        await All(second, "add", first: "4", second: "4+0");

        // 2. The last old silo hands its grains over.
        await region.StopSilo(1);
        await All(second, "add", "5+0");
        await region.StartSilo(1);

        // 3. All new: from now on the new method may be called.
        await All(first, "bonus", "5+1");
        await All(second, "add", "6+1");
    }

    private Task All(Uri silo, string what, string expected) => All(silo, what, expected, expected);

    /// <summary>Calls every grain by one silo's caller. The answer's form tells which release's grain gave it.</summary>
    private async Task All(Uri silo, string what, string first, string second)
    {
        for (var i = 0; i < Scores; i++)
        {
            using var answer = await _http.PostAsync(new Uri(silo, $"/scores/{i}/{what}"), null);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{what} of {i}: {answer.StatusCode} {text}");
            Assert.True(text == first || text == second, $"{what} of {i} gave {text} instead of {first} or {second}.");
        }
    }

    /// <summary>Which release the silos that are started from now on run.</summary>
    private void Choose(int release)
    {
        File.WriteAllText(Host, $"#!/bin/sh\nexec dotnet '{Path.Combine(_folder.FullName, $"{release}", "bin", "Release", "net10.0", "Upgrade.dll")}'\n");
        File.SetUnixFileMode(Host, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task Build(int release)
    {
        var folder = _folder.CreateSubdirectory($"{release}");
        foreach (var file in Directory.GetFiles(Path.Combine(Repository, "tests", "Processes", "Upgrade", "Sample")))
        {
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        }

        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-c", "Release", "-nodeReuse:false", $"-p:ActiveActive={Repository}", $"-p:Release={release}", "-p:BuildProjectReferences=false"])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, output);
    }
}
