using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace ActiveActive.Silo.Http.Problems;

/// <summary>
/// Gives a body to answers that have only a status, such as those of routing itself (404, 405, 415). Added to the front of the pipeline by
/// the services, so that a host need not know of it; answers that have a body are left alone.
/// </summary>
internal sealed class StatusProblems : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseStatusCodePages(context =>
            ProblemWriter.Write(context.HttpContext, ProblemTable.OfStatus(context.HttpContext.Response.StatusCode)));
        next(app);
    };
}
