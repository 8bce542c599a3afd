namespace ActiveActive.Silo.Console.Model;

/// <summary>Something that happened.</summary>
/// <param name="Id">What it is known by; the same whichever silo tells it.</param>
/// <param name="At">When.</param>
/// <param name="Region">Where.</param>
/// <param name="Kind">What.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Subject">Of which silo, peer region or grain type; null for the region as a whole.</param>
/// <param name="Text">A sentence for people.</param>
/// <param name="DurationSeconds">How long it took or lasted; null when it has no duration, or goes on.</param>
internal sealed record EventView(
    string Id,
    DateTimeOffset At,
    string Region,
    EventKind Kind,
    EventSeverity Severity,
    string? Subject,
    string Text,
    double? DurationSeconds);
