using ActiveActive.Client;
using ActiveActive.Client.Configuration;

namespace ActiveActive.Tests.Unit.Client;

public sealed class ClientOptionsValidatorTests
{
    private const string Database = "Host=localhost;Database=aa;Username=me;Password=hush-hush";

    [Fact]
    public void The_defaults_need_a_database_only() => Assert.Empty(Errors(new ActiveActiveClientOptions { Database = Database }));

    [Fact]
    public void All_errors_are_reported_at_once_without_the_password()
    {
        var errors = Errors(new ActiveActiveClientOptions
        {
            Region = " ",
            ServiceId = "",
            Database = Database + ";Bogus=1",
            GatewayRefresh = TimeSpan.Zero,
            ConnectTimeout = TimeSpan.Zero,
            Calls = new CallOptions
            {
                Deadline = TimeSpan.FromHours(1),
                AttemptTimeout = TimeSpan.Zero,
                BaseDelay = TimeSpan.FromMinutes(1),
                MaxDelay = TimeSpan.FromSeconds(1),
            },
        });

        string[] named = ["Region", "ServiceId", "Database", "GatewayRefresh", "ConnectTimeout", "Calls.Deadline", "Calls.AttemptTimeout", "Calls.BaseDelay"];
        Assert.Equal(named.Length, errors.Length);
        Assert.All(named.Zip(errors), static pair => Assert.StartsWith($"ActiveActive:Client: {pair.First} ", pair.Second, StringComparison.Ordinal));
        Assert.All(errors, static error => Assert.DoesNotContain("hush", error, StringComparison.Ordinal));
    }

    [Fact]
    public void What_failover_needs_is_checked_too()
    {
        var errors = Errors(new ActiveActiveClientOptions
        {
            Database = Database,
            GatewayPing = TimeSpan.Zero,
            GatewayBalancing = TimeSpan.FromDays(1),
            GatewaySilence = TimeSpan.Zero,
            Calls = new CallOptions
            {
                MinAttemptTimeout = TimeSpan.Zero,
                RetryRatio = double.NaN,
                RetriesPerSecond = 0,
                RetryBurst = 0,
                ConnectionPatience = TimeSpan.FromSeconds(-1),
            },
        });

        string[] named = ["GatewayPing", "GatewayBalancing", "GatewaySilence", "Calls.MinAttemptTimeout", "Calls.RetryRatio", "Calls.RetriesPerSecond", "Calls.RetryBurst", "Calls.ConnectionPatience"];
        Assert.Equal(named.Length, errors.Length);
        Assert.All(named.Zip(errors), static pair => Assert.StartsWith($"ActiveActive:Client: {pair.First} ", pair.Second, StringComparison.Ordinal));
        Assert.Empty(Errors(new ActiveActiveClientOptions
        {
            Database = Database,
            GatewayPing = Timeout.InfiniteTimeSpan,
            GatewayBalancing = Timeout.InfiniteTimeSpan,
            Calls = new CallOptions { ConnectionPatience = Timeout.InfiniteTimeSpan },
        }));
    }

    [Fact]
    public void A_database_is_required() => Assert.Contains("Database is not set", Assert.Single(Errors(new ActiveActiveClientOptions())), StringComparison.Ordinal);

    private static string[] Errors(ActiveActiveClientOptions options) => [.. new ClientOptionsValidator().Validate(null, options).Failures ?? []];
}
