using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Cluster.Telemetry;

/// <summary>Takes what is sent by OTLP over gRPC, and keeps it as text in which names can be found.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private static readonly byte[] EmptyMessage = new byte[5];
    private readonly ConcurrentQueue<(string Service, string Body)> _taken = new();
    private readonly WebApplication _app;

    private FakeCollector(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<FakeCollector> Start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        var collector = new FakeCollector(app);
        app.MapPost("/{service}/Export", collector.Take);
        await app.StartAsync();
        return collector;
    }

    /// <summary>Whether a service was sent something with all of these names in it.</summary>
    public bool HasTaken(string service, params string[] names) => _taken.Any(taken => taken.Service.EndsWith(service, StringComparison.Ordinal) && names.All(name => taken.Body.Contains(name, StringComparison.Ordinal)));

    /// <summary>How often a name stands in what a service was sent.</summary>
    public int Count(string service, string name) => _taken.Where(taken => taken.Service.EndsWith(service, StringComparison.Ordinal)).Sum(taken => taken.Body.Split(name).Length - 1);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext context, string service)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _taken.Enqueue((service, Encoding.Latin1.GetString(body.ToArray())));
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(EmptyMessage);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
