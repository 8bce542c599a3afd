using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Cli.Drills.Report;

/// <summary><c>report.json</c>: the report for programs.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Write(DrillReport report) => JsonSerializer.Serialize(report, Options);

    /// <exception cref="JsonException">It is not a report, or one of a later version.</exception>
    public static DrillReport Read(string json)
    {
        var report = JsonSerializer.Deserialize<DrillReport>(json, Options) ?? throw new JsonException("The document is null, not a report.");
        return report.Version <= DrillReport.CurrentVersion
            ? report
            : throw new JsonException($"The report has version {report.Version}; this program reads up to {DrillReport.CurrentVersion}.");
    }
}
