namespace ActiveActive.Silo.Health;

/// <summary>The health of a silo and what it sees of its region.</summary>
/// <param name="Region">The region.</param>
/// <param name="Silo">The silo's name.</param>
/// <param name="Version">The version of ActiveActive that it runs.</param>
/// <param name="Schema">The newest migration of the database that it knows.</param>
/// <param name="Now">This machine's clock.</param>
/// <param name="MaxConnections">How many database connections it may take, of all databases together.</param>
/// <param name="UptimeSeconds">How long the process has run.</param>
/// <param name="Status"><c>ok</c>, <c>warning</c> or <c>critical</c>: the worst of what fails. What is unknown counts as a warning.</param>
/// <param name="IsReady">Whether new callers are welcome.</param>
/// <param name="NotReady">Why they are not; null when they are.</param>
/// <param name="Checks">All checks that are used, in a fixed order.</param>
/// <param name="Off">The checks that are turned off.</param>
internal sealed record SiloHealth(
    string Region,
    string Silo,
    string Version,
    int Schema,
    DateTimeOffset Now,
    int MaxConnections,
    double UptimeSeconds,
    string Status,
    bool IsReady,
    string? NotReady,
    IReadOnlyList<CheckResult> Checks,
    IReadOnlyList<string> Off)
{
    public const string Ok = "ok";
    public const string Warning = "warning";
    public const string Critical = "critical";

    /// <summary>The worst of some results.</summary>
    public static string Worst(IReadOnlyCollection<CheckResult> checks) =>
        checks.Any(static check => check is { Status: CheckStatus.Failing, Severity: HealthSeverity.Critical }) ? Critical
        : checks.Any(static check => check.Status != CheckStatus.Ok) ? Warning
        : Ok;
}
