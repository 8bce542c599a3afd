using System.Net;
using ActiveActive.Client;
using ActiveActive.Client.Security;
using ActiveActive.Client.Watch;
using ActiveActive.Client.Watch.Frames;
using ActiveActive.Silo;
using ActiveActive.Tests.Cluster.Health;
using ActiveActive.Tests.Cluster.Regions;
using ActiveActive.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.Tests.Cluster.Security;

/// <summary>Mutual TLS between real silos, and between them and clients.</summary>
public sealed class TlsTests(PostgresFixture postgres) : IDisposable
{
    private const string Region = "tls";
    private readonly string _folder = Directory.CreateTempSubdirectory("aa-tls-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Without TLS the same tap finds the secret, so it would with it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_clients_and_silos_send_cannot_be_read(bool isOn)
    {
        var database = await postgres.NewDatabase();
        var files = isOn ? RegionFiles.Issue(_folder, Region) : null;
        Tap[] taps = [new(), new()];
        await using var first = await Start(database, files, taps[0]);
        await using var second = await Start(database, files, taps[1]);
        using var client = await Connect(database, files);

        // Some of them live on the one silo and some on the other, whichever gateway they are called through.
        var secret = $"secret-{Guid.NewGuid():n}";
        var grains = client.Services.GetRequiredService<IGrainFactory>();
        for (var key = 0; key < 30; key++)
        {
            await grains.GetGrain<IRegisterGrain>($"{secret}-{key}").Set($"\"{secret}\"", RegisterCondition.None);
        }

        Assert.Equal($"\"{secret}\"", (await grains.GetGrain<IRegisterGrain>($"{secret}-0").Get())?.Json);
        Assert.All(taps, static tap => Assert.True(tap.Bytes > 1000));
        Assert.All(taps, tap => Assert.Equal(!isOn, tap.Has(secret)));
        await client.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Who_has_no_certificate_of_the_region_gets_nothing_and_new_files_are_taken()
    {
        var database = await postgres.NewDatabase();
        var files = RegionFiles.Issue(_folder, Region);
        await using var silo = await Start(database, files, new Tap());
        var self = silo.Services.GetRequiredService<ILocalSiloDetails>();
        IPEndPoint[] ports = [self.SiloAddress.Endpoint, self.GatewayAddress.Endpoint];

        using var good = Security(files);
        using var plain = Security(null);
        using var stranger = Security(RegionFiles.Issue(Path.Combine(_folder, "strangers"), Region));
        using var otherRegion = Security(RegionFiles.Issue(_folder, "elsewhere"));
        foreach (var port in ports)
        {
            Assert.Null(await Trouble(port, good));
            Assert.NotNull(await Trouble(port, plain));
            Assert.Contains("certificate", await Trouble(port, stranger), StringComparison.Ordinal);
            Assert.NotNull(await Trouble(port, otherRegion));
        }

        // Nor do calls without one come through.
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Connect(database, null, 5));
        Assert.IsType<TimeoutException>(error is AggregateException all ? all.InnerExceptions[0] : error);

        var before = silo.Services.GetRequiredService<ConnectionSecurity>().EndsAt;
        await Task.Run(() => Database.Certificates.TrialAuthority.Issue(_folder, [Region], TimeSpan.FromDays(30), TimeProvider.System), Cancellation);
        Assert.True(silo.Services.GetRequiredService<ConnectionSecurity>().EndsAt < before);
        Assert.Null(await Trouble(ports[0], good));
    }

    private static ConnectionSecurity Security(RegionFiles? files) => new(Region, Options(files), TimeProvider.System, NullLogger<ConnectionSecurity>.Instance);

    private static TlsOptions Options(RegionFiles? files) => files is null ? new TlsOptions() : new TlsOptions { Certificate = files.Certificate, CertificateKey = files.Key, Authority = files.Authority };

    // Why a watcher is not welcome; null when it is.
    private static async Task<string?> Trouble(IPEndPoint port, ConnectionSecurity security)
    {
        var (_, connection, trouble) = await new WatchDialer(TimeProvider.System, new WatchTransport(security)).Dial(port, new Hello(Region), TimeSpan.FromSeconds(5), Cancellation);
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        return trouble;
    }

    private static async Task<WebApplication> Start(string database, RegionFiles? files, Tap tap)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.UseActiveActive(
            options => (options.Region, options.Database, options.MaxConnections, options.Tls) = (Region, database, 10, Options(files)),
            silo => silo.Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<SiloConnectionOptions>>(new ConfigureOptions<SiloConnectionOptions>(connections =>
            {
                connections.ConfigureSiloInboundConnection(connection => connection.Use(tap.On));
                connections.ConfigureGatewayInboundConnection(connection => connection.Use(tap.On));
            }))));
        builder.AllowPauses();
        var app = builder.Build();
        await app.StartAsync(Cancellation);
        return app;
    }

    private static async Task<IHost> Connect(string database, RegionFiles? files, int seconds = 30)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddActiveActiveClient(options => (options.Region, options.Database, options.ConnectTimeout, options.Tls) = (Region, database, TimeSpan.FromSeconds(seconds), Options(files)));
        var host = builder.Build();
        try
        {
            await host.StartAsync(Cancellation);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
