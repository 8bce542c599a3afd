using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActiveActive.Silo.Http.Health;

/// <summary>What the checks found. Says nothing of exceptions: health endpoints are often open to everyone.</summary>
internal sealed record HealthResponse(string Status, IReadOnlyDictionary<string, HealthCheckResponse> Checks)
{
    public static HealthResponse Of(HealthReport report) => new(
        report.Status.ToString(),
        report.Entries.ToDictionary(entry => entry.Key, entry => new HealthCheckResponse(entry.Value.Status.ToString(), entry.Value.Description)));
}
