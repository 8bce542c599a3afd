using ActiveActive.Client;
using ActiveActive.Silo;
using ActiveActive.Silo.Hosting;
using ActiveActive.State;

namespace ActiveActive.Tests.Unit.Silo;

public sealed class OptionsTests
{
    [Fact]
    public void Sensible_options_pass() =>
        Assert.True(new ActiveActiveOptionsValidator().Validate(null, new ActiveActiveOptions { Database = "Host=db;Username=app;Password=p" }).Succeeded);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_and_no_password_with_it()
    {
        var result = new ActiveActiveOptionsValidator().Validate(null, new ActiveActiveOptions
        {
            Region = "not a name",
            Database = "Password=hunter2;Nonsense=1",
            SiloPort = 70_000,
            GatewayPort = -1,
            MaxConnections = 1,
            AdvertisedAddress = "0.0.0.0",
            DrainDelay = TimeSpan.FromHours(1),
            ShutdownTimeout = TimeSpan.Zero,
            Calls = new CallOptions { AttemptTimeout = TimeSpan.Zero },
            Moves = new()
            {
                StopTimeout = TimeSpan.FromSeconds(-1),
                ForwardTime = TimeSpan.FromHours(1),
                AtOnce = 0,
                BalancePeriod = TimeSpan.Zero,
                BalanceTolerance = double.NaN,
                MostPerPeriod = 0,
            },
        });
        string[] told =
        [
            "Calls.AttemptTimeout", "Region", "Database", "SiloPort", "GatewayPort", "MaxConnections", "AdvertisedAddress", "DrainDelay", "ShutdownTimeout",
            "StopTimeout", "ForwardTime", "AtOnce", "BalancePeriod", "BalanceTolerance", "MostPerPeriod",
        ];
        Assert.All(told, option => Assert.Contains(result.Failures!, failure => failure.Contains(option, StringComparison.Ordinal)));
        Assert.Equal(told.Length, result.Failures!.Count());
        Assert.DoesNotContain("hunter2", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Draining_and_moving_must_leave_time_for_the_stop()
    {
        var options = new ActiveActiveOptions { Database = "Host=db", DrainDelay = TimeSpan.FromSeconds(20), Moves = new() { StopTimeout = TimeSpan.FromSeconds(10) } };
        Assert.Contains("leave time for the stop", new ActiveActiveOptionsValidator().Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Durable_state_needs_sensible_limits()
    {
        Assert.True(new DurableStateOptionsValidator().Validate(null, new DurableStateOptions()).Succeeded);
        var result = new DurableStateOptionsValidator().Validate(null, new DurableStateOptions { EffectRetention = TimeSpan.FromSeconds(1), MaxBatch = 0, MaxStateBytes = 10 });
        Assert.Equal(3, result.Failures!.Count());
    }
}
