using ActiveActive.Silo.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>
/// Goes around every endpoint of the API: a time limit, the strictly read key, and an answer for every error. It is part of the endpoints and not
/// middleware, so that the host's own endpoints keep the host's own ways.
/// </summary>
internal sealed class RequestGuard(IOptions<HttpOptions> options, TimeProvider time, ILogger<RequestGuard> logger)
{
    private const int ClientClosedRequest = 499;

    public async Task Run(HttpContext context, int keyPlace, RequestDelegate endpoint)
    {
        var disconnected = context.RequestAborted;
        using var timeout = new CancellationTokenSource(options.Value.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(disconnected, timeout.Token);
        context.RequestAborted = either.Token;
        try
        {
            Prepare(context.Response);
            if (keyPlace > 0)
            {
                RouteKey.Apply(context, keyPlace, options.Value.MaxKeyBytes);
            }

            await endpoint(context);
        }
        catch (Exception error) when (disconnected.IsCancellationRequested && error is OperationCanceledException or IOException)
        {
            // Nobody is there to be answered, and nothing is wrong with the service.
            context.Response.StatusCode = context.Response.HasStarted ? context.Response.StatusCode : ClientClosedRequest;
        }
#pragma warning disable CA1031 // Every error gets an answer; what is not foreseen is logged and answered 500.
        catch (Exception error) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            context.RequestAborted = disconnected;
            await Answer(context, timeout.IsCancellationRequested && error is OperationCanceledException ? new TimeoutException(null, error) : error);
        }
        finally
        {
            context.RequestAborted = disconnected;
        }
    }

    /// <summary>State is live and answers hold callers' texts: nothing in between may keep them, or read them as anything but what they are.</summary>
    private static void Prepare(HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    private Task Answer(HttpContext context, Exception error)
    {
        if (error is MisdirectedException { Regions: { IsEmpty: false } regions })
        {
            context.Response.Headers[SessionFilter.RegionsHeader] = string.Join(", ", regions);
            if (regions.Select(region => options.Value.Regions.TryGetValue(region, out var uri) ? uri : null).FirstOrDefault(static uri => uri is not null) is { } elsewhere)
            {
                context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                context.Response.Headers.Location = new Uri(elsewhere, context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent()).AbsoluteUri;
                return Task.CompletedTask;
            }
        }

        var problem = ProblemTable.Of(error, RequestTraits.Of(context.Request));
        var route = context.GetEndpoint()?.DisplayName;
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            logger.Unforeseen(route, ProblemWriter.TraceIdOf(context), error);
        }
        else if (problem.Status > StatusCodes.Status500InternalServerError)
        {
            logger.NotServed(route, problem.Status, problem.Code, error.Message);
        }

        return ProblemWriter.Write(context, problem);
    }
}
