using System.Text.RegularExpressions;

namespace ActiveActive.Tests.Monitoring.Rules;

/// <summary>Finds what queries ask for.</summary>
internal static partial class Selectors
{
    /// <summary>The series that a query asks for, each with its labels.</summary>
    public static IEnumerable<string> In(string query) => Selector().Matches(query).Select(static match => match.Value).Distinct();

    /// <summary>The metrics of silos that a query asks for, without Prometheus' own and recorded ones.</summary>
    public static IEnumerable<string> MetricsIn(string query) => Metric().Matches(query).Select(static match => match.Value).Distinct();

    [GeneratedRegex(@"(?<![\w:])(?:(?:activeactive|dotnet|http|orleans)_\w+|up|region\w*:\w+:\w+)(?![\w:])(?:\{[^}]*\})?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(?<![\w:])(?:activeactive|dotnet|http|orleans)_\w+")]
    private static partial Regex Metric();
}
