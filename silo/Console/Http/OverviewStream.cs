using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Overviews;
using ActiveActive.Silo.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ActiveActive.Silo.Console.Http;

/// <summary>Sends the overview once a second, and at once when the status of something changes. Each is whole, so who was away misses nothing.</summary>
internal sealed class OverviewStream(OverviewReader reader, Pulse news, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const int Most = 200;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>What was not fetched while nobody looked comes soon.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    /// <summary>Changes that come together are told together.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromMilliseconds(500);

    private int _many;

    /// <summary>Answers until the caller leaves or the silo stops.</summary>
    public IResult Answer(HttpContext context)
    {
        if (Interlocked.Increment(ref _many) > Most)
        {
            Interlocked.Decrement(ref _many);
            var problem = new Problem(503, "too-many-viewers", $"This silo shows the console to {Most} already. Take another silo.", Advice.Retry, 1);
            return TypedResults.Problem(problem.Detail, statusCode: problem.Status, title: problem.Title, type: problem.Type);
        }

        context.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref _many);
            return Task.CompletedTask;
        });
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // proxies hand on each event at once
        return TypedResults.ServerSentEvents(Events(context.RequestAborted));
    }

    private async IAsyncEnumerable<SseItem<string>> Events([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        using var viewer = reader.Enter();
        for (var number = 0; !end.IsCancellationRequested; number++)
        {
            var next = news.Next;
            yield return new SseItem<string>(reader.NowAsJson(), "overview") { ReconnectionInterval = number == 0 ? ComeBackAfter : null };
            if (await Task.WhenAny(next, Task.Delay(number == 0 ? Soon : Period, time, end.Token)) == next)
            {
                await Task.Delay(Together, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
