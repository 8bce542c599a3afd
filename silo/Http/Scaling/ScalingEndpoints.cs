using ActiveActive.Silo.Scaling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Http.Scaling;

/// <summary>How many silos the load wants, for an autoscaler.</summary>
internal static class ScalingEndpoints
{
    /// <summary>An older advice is none: an autoscaler that gets no answer keeps what there is.</summary>
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(30);
    private const int MostPeriods = 4;

    public static void MapScaling(this IEndpointRouteBuilder app) => app.MapGet("/v1/scale", Scale).ExcludeFromDescription();

    private static IResult Scale(LoadBoard board, IOptions<ActiveActiveOptions> options)
    {
        var most = Math.Max(LeastAge.TotalSeconds, options.Value.Scaling.Period.TotalSeconds * MostPeriods);
        return board.Advice is { } advice && advice.AgeSeconds <= most
            ? Results.Json(ScaleReport.Of(advice, options.Value))
            : Results.Problem("The load of the region is not known yet, or not any more. Keep as many silos as there are, and ask again.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
