using ActiveActive.Silo.Http.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>What the endpoints of all resources share.</summary>
internal static class EndpointExtensions
{
    private static readonly int[] OfAll = [400, 500, 503, 504];
    private static readonly int[] OfWrites = [409, 413, 415, 422];

    /// <summary>Puts the guard around every endpoint of the group.</summary>
    public static TBuilder Guarded<TBuilder>(this TBuilder group)
        where TBuilder : IEndpointConventionBuilder
    {
        group.Add(builder =>
        {
            var place = builder is RouteEndpointBuilder route ? RouteKey.PlaceIn(route.RoutePattern) : 0;
            var endpoint = builder.RequestDelegate!;
            builder.RequestDelegate = context => context.RequestServices.GetRequiredService<RequestGuard>().Run(context, place, endpoint);
        });
        return group;
    }

    /// <summary>Documents an endpoint that reads.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder endpoint, string name, string summary, params int[] problems) =>
        endpoint.WithName(name).WithSummary(summary).Answers([.. OfAll, .. problems]);

    /// <summary>Documents an endpoint that changes something.</summary>
    public static RouteHandlerBuilder Writes(this RouteHandlerBuilder endpoint, string name, string summary, params int[] problems) =>
        endpoint.WithName(name).WithSummary(summary).Answers([.. OfAll, .. OfWrites, .. problems])
            .TakesHeader(
                IdempotencyKey.Header,
                $"The caller's own name for this request, 1 to {IdempotencyKey.MaxLength} visible ASCII characters. A repetition with the same key is not carried out twice and gets the first one's answer.");

    /// <summary>Documents a header that the endpoint reads by itself.</summary>
    public static RouteHandlerBuilder TakesHeader(this RouteHandlerBuilder endpoint, string name, string description) =>
        endpoint.WithMetadata(new HeaderParameter(name, description));

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, int[] problems)
    {
        foreach (var status in problems.Order())
        {
            endpoint.Produces<ProblemBody>(status, ProblemWriter.ContentType);
        }

        return endpoint;
    }
}
