namespace ActiveActive.Cli.Top;

/// <summary>Something that happened.</summary>
internal sealed record TopEvent(DateTimeOffset At, string Region, string Kind, string Severity, string Text, double? DurationSeconds);
