using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActiveActive.Cli.Top;
using Spectre.Console;

namespace ActiveActive.Tests.Unit.ConsoleApi;

/// <summary>What <c>aactl top</c> makes of the sample overview in docs/console.md.</summary>
public sealed class TopFrameTests
{
    [Fact]
    public void It_shows_every_region_silo_and_link_with_a_word_for_its_state()
    {
        var shown = Render(Sample());
        Assert.All(
            ["silo-1", "silo-7", "dead", "serving", "impaired", "unknown, not reached", "us > eu", "ap > eu", "cut", "in sync", "Silo silo-7 was found dead.", "Links between regions are not encrypted.", "5120", "9.3 ms", "42 s ago"],
            word => Assert.Contains(word, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_old_is_shown_so() => Assert.Contains("1.9 s", Render(Sample()), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.0, "0")]
    [InlineData(0.00042, "420 us")]
    [InlineData(0.0093, "9.3 ms")]
    [InlineData(41.8, "42 s")]
    [InlineData(600.0, "10 min")]
    public void Times_have_the_unit_that_suits_them(double? seconds, string shown) => Assert.Equal(shown, TopFrame.Seconds(seconds));

    [Theory]
    [InlineData(1.25, "1.3")]
    [InlineData(5120.4, "5120")]
    [InlineData(51204.0, "51.2k")]
    [InlineData(51_204_000.0, "51.2M")]
    public void Numbers_have_as_many_digits_as_matter(double number, string shown) => Assert.Equal(shown, TopFrame.Count(number));

    private static TopOverview Sample()
    {
        var repository = typeof(TopFrameTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "Repository").Value!;
        var sample = Regex.Match(File.ReadAllText(Path.Combine(repository, "docs/console.md")), "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        return JsonSerializer.Deserialize<TopOverview>(sample, JsonSerializerOptions.Web)!;
    }

    private static string Render(TopOverview overview)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 160;
        console.Write(TopFrame.Of(overview, null));
        return output.ToString();
    }
}
