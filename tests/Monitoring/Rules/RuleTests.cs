using System.Globalization;
using System.Text.RegularExpressions;
using ActiveActive.Tests.Monitoring.Dashboards;
using ActiveActive.Tests.Monitoring.Servers;

namespace ActiveActive.Tests.Monitoring.Rules;

/// <summary>The files in deploy/prometheus, looked at and run by promtool.</summary>
public sealed partial class RuleTests
{
    public static TheoryData<string> Alerts() => [.. RuleFiles.Alerts.Select(static alert => alert.Name)];

    public static TheoryData<string> Tests() => [.. RuleFiles.Tests.Select(static file => Path.GetFileName(file))];

    [Theory]
    [InlineData("prometheus.yml")]
    [InlineData("static-example.yml")]
    public async Task Promtool_finds_no_fault_in_the_configuration(string file)
    {
        // Promtool checks the rules that the configuration names, too, and what it only advises against.
        var (exitCode, output) = await Promtool.Run("check", "config", "--lint=all", "--lint-fatal", Path.Combine(Repository.Prometheus, file));
        Assert.True(exitCode == 0, output);
        Assert.Equal(RuleFiles.Rules.Count, RulesFound().Matches(output).Sum(static match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task Alerts_fire_and_end_as_their_tests_say(string file)
    {
        var (exitCode, output) = await Promtool.Run("test", "rules", Path.Combine(Repository.Prometheus, "tests", file));
        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Each_alert_says_what_is_wrong_and_where_to_read_on(string name)
    {
        var alert = RuleFiles.Alerts.Single(alert => alert.Name == name);
        Assert.StartsWith("ActiveActive", name, StringComparison.Ordinal);
        Assert.Contains(alert.Labels["severity"], (string[])["critical", "warning"]);
        Assert.NotEmpty(alert.Annotations["summary"]);
        Assert.EndsWith(".", alert.Annotations["description"], StringComparison.Ordinal);
        Assert.Equal($"docs/operations.md#{name.ToLowerInvariant()}", alert.Annotations["runbook_url"]);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Each_alert_has_a_runbook(string name)
    {
        var section = Section(Repository.Read("docs/operations.md"), name);
        foreach (var part in (string[])["**Means.**", "**Look.**", "**Do.**", "**Wake.**"])
        {
            Assert.Contains(part, section, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void There_is_no_runbook_for_an_alert_that_is_not_there() => Assert.Equal(
        RuleFiles.Alerts.Select(static alert => alert.Name).Order(StringComparer.Ordinal),
        Runbook().Matches(Repository.Read("docs/operations.md")).Select(static match => match.Groups[1].Value).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Each_alert_has_a_test_in_which_it_fires(string name) =>
        Assert.Contains(RuleFiles.Tests, file => File.ReadAllText(file).Contains($"alertname=\"{name}\"", StringComparison.Ordinal));

    [Fact]
    public void Names_of_rules_are_given_once() => Assert.Equal(RuleFiles.Rules.Count, RuleFiles.Rules.Select(static rule => rule.Name).Distinct().Count());

    /// <summary>What is misspelt would be 0 for ever, without a word.</summary>
    [Fact]
    public void What_is_asked_for_is_measured_or_recorded()
    {
        var documented = Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md")
            .SelectMany(static file => Documented().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value.Replace('.', '_'))).ToHashSet();
        var queries = RuleFiles.Rules.Select(static rule => rule.Expression).Concat(AllDashboards.List.SelectMany(static dashboard => dashboard.Panels).SelectMany(static panel => panel.Queries).Select(static query => query.Expression)).ToList();
        var recorded = RuleFiles.Rules.Select(static rule => rule.Name).ToHashSet();
        Assert.All(
            queries.SelectMany(Selectors.In).Select(static selector => selector.Split('{')[0]).Where(static name => name.StartsWith("region", StringComparison.Ordinal)).Distinct(),
            name => Assert.Contains(name, recorded));
        Assert.All(
            queries.SelectMany(Selectors.MetricsIn).Where(static name => name.StartsWith("activeactive_", StringComparison.Ordinal)).Select(static name => HistogramPart().Replace(name, "")).Distinct(),
            name => Assert.True(documented.Contains(name) || documented.Contains(Unit().Replace(name, "")), $"no page in docs knows {name}"));
    }

    [Theory]
    [InlineData("expr: rate(a[5m]) > 2 and b offset 1d > 7", "expr: rate(a[15000ms]) > 2 and b offset 4320000ms > 7")]
    [InlineData("        for: 1m", "        for: 3000ms")]
    [InlineData("  scrape_interval: 15s\n  scrape_timeout: 10s", "  scrape_interval: 1000ms\n  scrape_timeout: 1000ms")]
    [InlineData("a > 60 # elapsed seconds", "a > 3 # elapsed seconds")]
    [InlineData("record: region:calls:rate5m", "record: region:calls:rate5m")]
    [InlineData("description: \"for 10m\"", "description: \"for 10m\"")]
    public void Times_are_shortened_and_nothing_else_is(string yaml, string expected) => Assert.Equal(expected, new TimeScale(20).Apply(yaml));

    private static string Section(string document, string heading)
    {
        var start = document.IndexOf($"\n### {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/operations.md has no section '### {heading}'");
        var end = document.IndexOf("\n#", start + 1, StringComparison.Ordinal);
        return end < 0 ? document[start..] : document[start..end];
    }

    [GeneratedRegex(@"^### (ActiveActive\w+)$", RegexOptions.Multiline)]
    private static partial Regex Runbook();

    [GeneratedRegex(@"SUCCESS: (\d+) rules found")]
    private static partial Regex RulesFound();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    // As Prometheus names it, or as the code does.
    [GeneratedRegex(@"`(activeactive[._][a-z._]+)")]
    private static partial Regex Documented();

    [GeneratedRegex("_(total|seconds|bytes)$")]
    private static partial Regex Unit();
}
