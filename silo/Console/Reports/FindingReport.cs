namespace ActiveActive.Silo.Console.Reports;

/// <summary>What a check found. See <see cref="Model.FindingView"/>.</summary>
internal sealed record FindingReport(string Name, string Severity, bool IsFailing, string? Text, string? Advice, double AgeSeconds);
