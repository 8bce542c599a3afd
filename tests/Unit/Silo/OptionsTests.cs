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
            Replication = new() { Heartbeat = TimeSpan.FromMilliseconds(1) },
            Telemetry = new() { Otlp = "nowhere", OtlpPeriod = TimeSpan.Zero, SampleRatio = double.NaN },
        });
        string[] told =
        [
            "Calls.AttemptTimeout", "Region", "Database", "SiloPort", "GatewayPort", "MaxConnections", "AdvertisedAddress", "DrainDelay", "ShutdownTimeout",
            "StopTimeout", "ForwardTime", "AtOnce", "BalancePeriod", "BalanceTolerance", "MostPerPeriod",
            "Heartbeat", "Otlp is", "OtlpPeriod", "SampleRatio",
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
    public void Encryption_needs_keys_from_one_place_and_a_store_that_encrypts_all()
    {
        Assert.Contains("there are no keys", Assert.Single(Told(new EncryptionOptions { Enabled = true })), StringComparison.Ordinal);
        Assert.Empty(Told(new EncryptionOptions { Enabled = true, HasOwnKeyRing = true }));
        Assert.Empty(Told(new EncryptionOptions { Enabled = true, Keys = { ["a"] = Key }, Primary = "a" }));
        Assert.Empty(Told(new EncryptionOptions { Keys = { ["a"] = "nonsense" } }));
        Assert.Contains("from one place", Assert.Single(Told(new EncryptionOptions { Enabled = true, HasOwnKeyRing = true, KeyFile = "x" })), StringComparison.Ordinal);
        Assert.Contains("from one place", Assert.Single(Told(new EncryptionOptions { Enabled = true, Keys = { ["a"] = Key }, Primary = "a", KeyFile = "x" })), StringComparison.Ordinal);
        Assert.Contains("AdoNet", Assert.Single(Told(new EncryptionOptions { Enabled = true, HasOwnKeyRing = true }, StorageProvider.AdoNet)), StringComparison.Ordinal);

        var all = Told(new EncryptionOptions { Enabled = true, Keys = { ["a b"] = Key, ["c"] = "c2VjcmV0" }, Primary = "d" }, StorageProvider.AdoNet);
        Assert.Equal(4, all.Count);
        Assert.All(all, static error => Assert.DoesNotContain("c2VjcmV0", error, StringComparison.Ordinal));
        Assert.Equal(2, Told(new EncryptionOptions { Enabled = true, KeyFile = "/none/keys.json", Primary = "a" }).Count);
    }

    private static string Key => Convert.ToBase64String(new byte[32]);

    private static List<string> Told(EncryptionOptions encryption, StorageProvider provider = StorageProvider.GroupCommit) =>
        [.. new ActiveActiveOptionsValidator().Validate(null, new ActiveActiveOptions { Database = "Host=db", Encryption = encryption, Storage = new() { Provider = provider } }).Failures ?? []];

    [Fact]
    public void Durable_state_needs_sensible_limits()
    {
        Assert.True(new DurableStateOptionsValidator().Validate(null, new DurableStateOptions()).Succeeded);
        var result = new DurableStateOptionsValidator().Validate(null, new DurableStateOptions { EffectRetention = TimeSpan.FromSeconds(1), MaxBatch = 0, MaxStateBytes = 10 });
        Assert.Equal(3, result.Failures!.Count());
    }
}
