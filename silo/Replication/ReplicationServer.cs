using System.IO.Compression;
using System.Net;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Replication.Repair;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication;

/// <summary>Listens for other regions: a small web server of its own, so that it has its own port and certificates, whatever the application's front end is.</summary>
internal sealed class ReplicationServer(ReplicationEndpoint endpoint, RepairEndpoint repair, ConsoleEndpoint console, LinkSecurity security, IOptions<ActiveActiveOptions> options, ILoggerFactory loggers) : ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
{
    private WebApplication? _app;

    public void Participate(ISiloLifecycle lifecycle)
    {
        if (options.Value.Replication.Port != 0)
        {
            lifecycle.Subscribe(nameof(ReplicationServer), ServiceLifecycleStage.Active, Start, Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task Start(CancellationToken cancellation)
    {
        var replication = options.Value.Replication;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(replication.ListenAddress), replication.Port, Listen));
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRouting();
        builder.Services.AddGrpc(grpc =>
        {
            if (replication.Compress)
            {
                (grpc.ResponseCompressionAlgorithm, grpc.ResponseCompressionLevel) = ("gzip", CompressionLevel.Fastest);
            }
        });
        builder.Services.AddSingleton(endpoint);
        builder.Services.AddSingleton(repair);
        builder.Services.AddSingleton(console);
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGrpcService<ReplicationEndpoint>();
        _app.MapGrpcService<RepairEndpoint>();
        _app.MapGrpcService<ConsoleEndpoint>();
        await _app.StartAsync(cancellation);
    }

    private void Listen(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        if (security.IsOn)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(security.Server()) });
        }
    }

    private Task Stop(CancellationToken cancellation)
    {
        // Pulls go on for ever; they are cut off.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        return _app?.StopAsync(now.Token) ?? Task.CompletedTask;
    }
}
