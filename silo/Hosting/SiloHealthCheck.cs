using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActiveActive.Silo.Hosting;

/// <summary>Answers one question about the silo's life.</summary>
internal sealed class SiloHealthCheck(Func<bool> isWell, string otherwise) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(isWell() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(otherwise));
}
