namespace ActiveActive.Cli.Top;

/// <summary>What a check says.</summary>
internal sealed record TopFinding(string Region, string Silo, string Name, string Severity, bool IsFailing, string? Text);
