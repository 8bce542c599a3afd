using System.Text.Json;
using System.Text.Json.Serialization;
using ActiveActive.Silo.Health;
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
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health", Detailed).ExcludeFromDescription();
        foreach (var question in Questions)
        {
            app.MapHealthChecks($"/health/{question}", new HealthCheckOptions
            {
                Predicate = check => check.Tags.Contains(question),
                ResponseWriter = Write,
            });
        }
    }

    // Whatever the checks say, this silo may be the best there is: balancers ask for ready, and restarts for live.
    private static IResult Detailed(HealthMonitor monitor) => monitor.Report() is var report && report.Status == SiloHealth.Critical
        ? Results.Json(report, Json, statusCode: StatusCodes.Status503ServiceUnavailable)
        : Results.Json(report, Json);

    private static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(HealthResponse.Of(report));
}
