namespace ActiveActive.Cli.Top;

/// <summary>A region.</summary>
internal sealed record TopRegion(string Name, bool IsThis, string Status, bool IsReachable, string? Reason, DateTimeOffset? AsOf, TopRegionFigures? Figures, TopDatabase? Database, long? DeadLetters);
