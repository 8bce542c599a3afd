using ActiveActive.Silo.Console.Model;

namespace ActiveActive.Silo.Console.Events;

/// <summary>Something that happened. See <see cref="EventView"/>.</summary>
/// <param name="Id">What it is known by; the same whoever saw it.</param>
/// <param name="At">When, by this silo's clock.</param>
/// <param name="Region">Where.</param>
/// <param name="Kind">What.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Subject">Of what.</param>
/// <param name="Text">A sentence. It names no grain's key: it goes to all regions.</param>
/// <param name="Duration">How long it took; null when not known.</param>
internal sealed record Happening(string Id, DateTimeOffset At, string Region, EventKind Kind, EventSeverity Severity, string? Subject, string Text, TimeSpan? Duration)
{
    public EventView View() => new(Id, At, Region, Kind, Severity, Subject, Text, Measuring.Rounded.To(Duration?.TotalSeconds));
}
