using ActiveActive.Silo.Console.Http;
using ActiveActive.Silo.Http.Accounts;
using ActiveActive.Silo.Http.Carts;
using ActiveActive.Silo.Http.Counters;
using ActiveActive.Silo.Http.Documents;
using ActiveActive.Silo.Http.Health;
using ActiveActive.Silo.Http.Registers;
using ActiveActive.Silo.Http.Requests;
using ActiveActive.Silo.Http.Scaling;
using ActiveActive.Silo.Http.Shared;
using ActiveActive.Silo.Http.Stocks;
using ActiveActive.Silo.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo;

/// <summary>The HTTP API of a silo.</summary>
public static class ActiveActiveEndpoints
{
    /// <summary>
    /// Maps the ready-made grains under <c>/v1</c>, health checks under <c>/health</c>, what the load wants at <c>/v1/scale</c>, metrics for Prometheus at <c>/metrics</c>, the console's API under <c>/console/api</c>, the OpenAPI document at <c>/openapi/v1.json</c> and its reference page at
    /// <c>/reference</c>. Needs <c>UseActiveActive</c> on the host's builder.
    /// </summary>
    /// <param name="app">The web application, or a group of its routes.</param>
    public static IEndpointRouteBuilder MapActiveActive(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var v1 = app.MapGroup("/v1").Guarded().AddEndpointFilter<SessionFilter>();
        v1.MapCounters();
        v1.MapRegisters();
        v1.MapAccounts();
        v1.MapCarts();
        v1.MapShared();
        v1.MapStocks();

        app.MapHealth();
        app.MapConsoleApi();
        app.MapMetrics();
        app.MapScaling();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapReference();
        return app;
    }
}
