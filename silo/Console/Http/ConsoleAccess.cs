using ActiveActive.Silo.Http.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Http;

/// <summary>Who reaches what belongs to the console.</summary>
internal static class ConsoleAccess
{
    /// <summary>Answers 404 when the console is off, or the request came in by another port than <see cref="ConsoleOptions.Port"/>.</summary>
    public static TBuilder OfConsole<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(static builder =>
        {
            var endpoint = builder.RequestDelegate!;
            builder.RequestDelegate = context => IsOpen(context) ? endpoint(context) : ProblemWriter.Write(context, ProblemTable.OfStatus(StatusCodes.Status404NotFound));
        });
        return endpoints;
    }

    private static bool IsOpen(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<ActiveActiveOptions>>().Value.Console;
        return options.Enabled && (options.Port == 0 || options.Port == context.Connection.LocalPort);
    }
}
