using ActiveActive.Silo.Console.Model;

namespace ActiveActive.Silo.Console.Reports;

/// <summary>Something that happened so long ago. See <see cref="EventView"/>.</summary>
internal sealed record EventReport(string Id, double AgeSeconds, string Region, EventKind Kind, EventSeverity Severity, string? Subject, string Text, double? DurationSeconds);
