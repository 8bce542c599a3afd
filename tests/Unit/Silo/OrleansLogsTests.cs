using ActiveActive.Client;
using ActiveActive.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Unit.Silo;

/// <summary>What Orleans logs of messages has what grains answer in it.</summary>
public sealed class OrleansLogsTests
{
    private readonly HostApplicationBuilder _builder = Host.CreateApplicationBuilder();

    [Fact]
    public void A_silo_does_not_log_messages()
    {
        _builder.UseActiveActive(static options => options.Database = "Host=localhost");
        MessagesAreOut();
    }

    [Fact]
    public void A_client_does_not_log_messages()
    {
        _builder.AddActiveActiveClient(static options => options.Database = "Host=localhost");
        MessagesAreOut();
    }

    private void MessagesAreOut()
    {
        _builder.Logging.AddConsole();
        using var host = _builder.Build();
        var loggers = host.Services.GetRequiredService<ILoggerFactory>();
        Assert.All(["Orleans.Messaging", "Orleans.Runtime.Messaging.MessageCenter"], name => Assert.False(loggers.CreateLogger(name).IsEnabled(LogLevel.Error), name));
        Assert.True(loggers.CreateLogger("Orleans.Runtime.Messaging.Gateway").IsEnabled(LogLevel.Warning));
    }
}
