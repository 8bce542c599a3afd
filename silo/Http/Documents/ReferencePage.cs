using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace ActiveActive.Silo.Http.Documents;

/// <summary>The page that people read the API on, and try it from. Served whole from here: it works without the internet and tells nobody that it was opened.</summary>
internal static class ReferencePage
{
    public const string Path = "/reference";

    // The browser enforces what the page's settings ask for: no request to any other host.
    private const string OnlyFromHere =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static void MapReference(this IEndpointRouteBuilder app)
    {
        app.MapScalarApiReference(Path, options =>
        {
            options.Title = "ActiveActive";
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.HideClientButton = true;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.DisableAgent().DisableMcp().WithOpenApiRoutePattern($"/openapi/{ApiDocument.Name}.json");
        }).Add(endpoint =>
        {
            var page = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                context.Response.Headers[HeaderNames.ContentSecurityPolicy] = OnlyFromHere;
                return page(context);
            };
        });

        // Gives way to a page of the host's own.
        app.MapGet("/", (HttpRequest request) => TypedResults.Redirect(request.PathBase + Path)).WithOrder(1).ExcludeFromDescription();
    }
}
