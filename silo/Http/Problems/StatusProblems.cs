using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ActiveActive.Silo.Http.Problems;

/// <summary>
/// Gives a body to answers that have only a status, such as those of routing itself (404, 405, 415), and an answer to the framework's own errors when they come out of the
/// host's endpoints and the host does not handle them. Added to the front of the pipeline by the services, so that a host need not know of it; answers that have a
/// body and errors of other kinds are left alone.
/// </summary>
internal sealed class StatusProblems : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseStatusCodePages(context =>
            ProblemWriter.Write(context.HttpContext, ProblemTable.OfStatus(context.HttpContext.Response.StatusCode)));
        app.Use(AnswerOwnErrors);
        next(app);
    };

    private static async Task AnswerOwnErrors(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ActiveActiveException error) when (!context.Response.HasStarted)
        {
            await ProblemWriter.Write(context, ProblemTable.Of(error, RequestTraits.Of(context.Request)));
        }
    }
}
