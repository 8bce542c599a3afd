using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Console.Reports;

/// <summary>How silos and regions tell each other. JSON, so that newer code can add to it and older code reads what it knows.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SiloReport))]
[JsonSerializable(typeof(List<ToldRegion>))]
[JsonSerializable(typeof(SiloHistory))]
[JsonSerializable(typeof(List<RecentRequest>))]
internal sealed partial class ReportJson : JsonSerializerContext;
