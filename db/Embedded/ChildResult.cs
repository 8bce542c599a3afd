namespace ActiveActive.Database.Embedded;

/// <summary>How a program ended and what it said on both outputs.</summary>
internal sealed record ChildResult(int ExitCode, string Output);
