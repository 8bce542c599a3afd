using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>The files in deploy/grafana/dashboards are what this folder writes, and what Grafana can show.</summary>
public sealed partial class DashboardTests
{
    private const string Writes = "AA_WRITE_DASHBOARDS";

    public static TheoryData<string> Names() => [.. AllDashboards.List.Select(static dashboard => dashboard.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_what_the_generator_writes(string name)
    {
        var dashboard = Of(name);
        var file = Repository.PathOf(dashboard.File);
        var written = DashboardJson.Write(dashboard);
        if (Environment.GetEnvironmentVariable(Writes) == "1")
        {
            File.WriteAllText(file, written);
        }

        Assert.True(File.Exists(file) && File.ReadAllText(file) == written, $"{dashboard.File} is not what tests/Monitoring/Dashboards writes. Run this test with {Writes}=1 to write it anew.");
    }

    [Fact]
    public void There_is_no_file_that_nobody_writes() => Assert.Equal(
        AllDashboards.List.Select(static dashboard => Repository.PathOf(dashboard.File)).Order(StringComparer.Ordinal),
        Directory.GetFiles(Repository.PathOf("deploy/grafana/dashboards")).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_panel_says_what_it_shows(string name) => Assert.All(Of(name).Panels, static panel =>
    {
        Assert.NotEmpty(panel.Title);
        Assert.NotEmpty(panel.Unit);
        Assert.True(panel.Description.Length > 10 && panel.Description.EndsWith('.'), panel.Title);
        Assert.NotEmpty(panel.Queries);
        Assert.All(panel.Queries, static query => Assert.NotEmpty(query.Legend));
        Assert.Equal(panel.Queries.Length, panel.Queries.Select(static query => query.Legend).Distinct().Count());
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_have_room_and_names_of_their_own(string name)
    {
        var panels = JsonNode.Parse(DashboardJson.Write(Of(name)))!["panels"]!.AsArray();
        Assert.Equal(panels.Count, panels.Select(static panel => (int)panel!["id"]!).Distinct().Count());
        var taken = new HashSet<(int, int)>();
        foreach (var panel in panels)
        {
            var (x, y, width, height) = (Side(panel!, "x"), Side(panel!, "y"), Side(panel!, "w"), Side(panel!, "h"));
            Assert.True(x >= 0 && x + width <= 24, (string)panel!["title"]!);
            Assert.All(Enumerable.Range(0, width * height), cell => Assert.True(taken.Add((x + (cell % width), y + (cell / width))), $"{panel["title"]} lies on another panel"));
        }

        var titles = Of(name).Rows.Select(static row => row.Panels.Select(static panel => panel.Title).ToList()).ToList();
        Assert.All(titles, static row => Assert.Equal(row.Count, row.Distinct().Count()));

        static int Side(JsonNode panel, string side) => (int)panel["gridPos"]![side]!;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_variable_that_is_used_can_be_chosen_and_every_other_is_Grafanas(string name)
    {
        var dashboard = Of(name);
        string[] known = [.. dashboard.Variables.Select(static variable => variable.Name), "datasource", "__rate_interval", "__value", "__url_time_range", "__all"];
        var used = Variables().Matches(DashboardJson.Write(dashboard)).Select(static match => match.Groups[1].Value).Distinct();
        Assert.All(used, variable => Assert.Contains(variable, known));
        Assert.All(dashboard.Variables, variable => Assert.Contains(dashboard.Panels, panel => panel.Queries.Any(query => query.Expression.Contains($"${variable.Name}", StringComparison.Ordinal))));
    }

    [Fact]
    public void Limits_are_drawn_in_the_order_in_which_they_are_crossed()
    {
        var high = Steps(new Panel(PanelKind.Stat, "", Units.Count, "") { Warning = 1, Critical = 5 });
        Assert.Equal<(string, double?)>([("green", null), ("orange", 1), ("red", 5)], high);
        var low = Steps(new Panel(PanelKind.Stat, "", Units.Count, "") { LowIsBad = true, Critical = 1, Warning = 5 });
        Assert.Equal<(string, double?)>([("red", null), ("orange", 1), ("green", 5)], low);

        static IEnumerable<(string, double?)> Steps(Panel panel) =>
            PanelFields.Defaults(panel)["thresholds"]!["steps"]!.AsArray().Select(static step => ((string)step!["color"]!, (double?)step["value"]));
    }

    private static Dashboard Of(string name) => AllDashboards.List.Single(dashboard => dashboard.Name == name);

    [GeneratedRegex(@"\$\{?([A-Za-z_]+)")]
    private static partial Regex Variables();
}
