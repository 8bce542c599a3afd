using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActiveActive.Silo.Hosting;

/// <summary>Answers one question about the silo's life.</summary>
internal sealed class SiloHealthCheck(Func<string?> problem) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(problem() is { } otherwise ? HealthCheckResult.Unhealthy(otherwise) : HealthCheckResult.Healthy());
}
