using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ActiveActive.Tests.Processes.Up;

/// <summary>The README's tour, run as it is written but for the ports.</summary>
public sealed partial class TourTests(UpFixture region) : IClassFixture<UpFixture>
{
    [Fact]
    public async Task The_curl_lines_of_the_readme_work()
    {
        var repository = typeof(TourTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Repository").Value!;
        var script = Tour().Match(await File.ReadAllTextAsync(Path.Combine(repository, "README.md"))).Groups[1].Value;
        for (var i = 0; i < region.Up.Urls.Count; i++)
        {
            script = script.Replace($"http://localhost:{8081 + i}", region.Up.Urls[i].ToString().TrimEnd('/'), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("localhost", script, StringComparison.Ordinal);
        Assert.Equal(11, Curl().Count(script));
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-e", "-c", Curl().Replace(script, "echo; curl --fail-with-body -s")]) { RedirectStandardOutput = true })!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, output);

        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"value\":5", answers[1], StringComparison.Ordinal);
        Assert.Equal(answers[4], answers[5]); // the deposit and its repetition
        Assert.Contains("\"theme\":", output, StringComparison.Ordinal);
        Assert.Contains("\"balance\":700", answers[6], StringComparison.Ordinal);
    }

    [GeneratedRegex("<!-- tour -->\n```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Tour();

    [GeneratedRegex("^curl -s", RegexOptions.Multiline)]
    private static partial Regex Curl();
}
