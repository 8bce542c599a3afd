using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActiveActive.Silo.Http.Health;

/// <summary>One endpoint for each question of an orchestrator; which checks answer it is said by their tags.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Questions = ["live", "ready", "startup"];

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        foreach (var question in Questions)
        {
            app.MapHealthChecks($"/health/{question}", new HealthCheckOptions
            {
                Predicate = check => check.Tags.Contains(question),
                ResponseWriter = Write,
            });
        }
    }

    private static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(HealthResponse.Of(report));
}
