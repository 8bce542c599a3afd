using ActiveActive.Silo.Console.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Orleans.Dashboard;

namespace ActiveActive.Silo.Console.Dashboard;

/// <summary>Orleans' own dashboard at <c>/dashboard</c>: one region's grains and methods in more detail than the console has. Served whole from here, and under the same guard.</summary>
internal static class OrleansDashboard
{
    public const string Path = "/dashboard";

    // Its pages style themselves in place. The browser sees to it that they ask no other host for anything.
    private const string OnlyFromHere =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static readonly string[] ShowsValues = [$"{Path}/GrainState"];

    /// <summary>Adds what the dashboard needs to a silo, when <see cref="ConsoleOptions.Dashboard"/> is on.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">What changes the options after the configuration.</param>
    public static void AddOrleansDashboard(this ISiloBuilder silo, Action<ActiveActiveOptions>? configure)
    {
        // Services are chosen before options are made.
        var options = new ActiveActiveOptions();
        silo.Configuration.GetSection(ActiveActiveOptions.Section).Bind(options);
        configure?.Invoke(options);
        if (options.Console is { Enabled: true, Dashboard: true })
        {
            silo.AddDashboard(static dashboard => dashboard.HideTrace = true);
        }
    }

    /// <summary>Maps it, when it was added.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<IOptions<DashboardOptions>>()?.Value.HideTrace is not true)
        {
            return;
        }

        var pages = app.MapOrleansDashboard(Path).OfConsole().ExcludeFromDescription();
        ((IEndpointConventionBuilder)pages).Add(static endpoint =>
        {
            var page = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                context.Response.Headers[HeaderNames.ContentSecurityPolicy] = OnlyFromHere;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return page(context);
            };
        });
        pages.AddEndpointFilter(static async (context, next) => IsForbidden(context.HttpContext) ? Results.StatusCode(StatusCodes.Status403Forbidden) : await next(context));
    }

    // Values are shown where the console may show them, and nowhere else.
    private static bool IsForbidden(HttpContext context) =>
        ShowsValues.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
        && !context.RequestServices.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Console.ShowState;
}
