using ActiveActive.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActiveActive.Tests.Cluster.Http;

/// <summary>In development, containers check all services when they are built; a host that leaves HTTP unused must pass as well.</summary>
public sealed class HostTests
{
    [Fact]
    public void A_web_application_passes_the_check_of_its_services()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.UseActiveActive(options => options.Database = "Host=127.0.0.1;Database=unused");
        using var app = (IDisposable)builder.Build();
        Assert.NotNull(((WebApplication)app).MapActiveActive().ServiceProvider.GetRequiredService<IGrainFactory>());
    }

    [Fact]
    public void A_host_without_HTTP_passes_the_check_of_its_services()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.UseActiveActive(options => options.Database = "Host=127.0.0.1;Database=unused");
        using var host = builder.Build();
        Assert.NotNull(host.Services.GetRequiredService<IGrainFactory>());
    }
}
