using YamlDotNet.RepresentationModel;

namespace ActiveActive.Tests.Monitoring.Rules;

/// <summary>Reads deploy/prometheus.</summary>
internal static class RuleFiles
{
    public static IReadOnlyList<string> Files { get; } = [.. Directory.GetFiles(Path.Combine(Repository.Prometheus, "rules"), "*.yml").Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Tests { get; } = [.. Directory.GetFiles(Path.Combine(Repository.Prometheus, "tests"), "*.yml").Order(StringComparer.Ordinal)];

    public static IReadOnlyList<Rule> Rules { get; } = [.. Files.SelectMany(Read)];

    public static IEnumerable<Rule> Alerts => Rules.Where(static rule => rule.IsAlert);

    private static IEnumerable<Rule> Read(string file)
    {
        var yaml = new YamlStream();
        using (var text = File.OpenText(file))
        {
            yaml.Load(text);
        }

        return
            from @group in (YamlSequenceNode)yaml.Documents[0].RootNode["groups"]
            from YamlMappingNode rule in (YamlSequenceNode)@group["rules"]
            let isAlert = rule.Children.ContainsKey("alert")
            select new Rule(rule[isAlert ? "alert" : "record"].ToString(), isAlert, rule["expr"].ToString(), Pairs(rule, "labels"), Pairs(rule, "annotations"));
    }

    private static Dictionary<string, string> Pairs(YamlMappingNode rule, string name) =>
        rule.Children.TryGetValue(name, out var pairs) ? ((YamlMappingNode)pairs).Children.ToDictionary(static pair => pair.Key.ToString(), static pair => pair.Value.ToString()) : [];
}
