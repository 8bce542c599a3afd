using ActiveActive.Client;
using ActiveActive.Client.Connection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime.Messaging;

namespace ActiveActive.Tests.Unit.Client;

public sealed class ConnectionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConnectionGate _gate = new();
    private readonly ActiveActiveClientOptions _options = new();

    [Fact]
    public async Task A_call_before_the_connection_waits_for_it()
    {
        var wait = _gate.Wait("local", TimeSpan.FromSeconds(30), _time, CancellationToken.None);
        Assert.False(wait.IsCompleted);

        _gate.Open();
        await wait.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_call_that_waited_for_its_deadline_says_that_it_was_not_sent()
    {
        var wait = _gate.Wait("local", TimeSpan.FromSeconds(30), _time, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<ConnectionFailedException>(() => wait.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("not sent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_goes_on_trying()
    {
        var connection = NewConnection();
        for (var i = 0; i < 100; i++)
        {
            var retry = connection.ShouldRetryConnectionAttempt(new ConnectionFailedException("refused"), CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.True(await retry.WaitAsync(TimeSpan.FromSeconds(10)));
        }
    }

    [Fact]
    public async Task The_start_ends_at_its_time_limit_and_so_do_waiting_calls()
    {
        _options.ConnectTimeout = TimeSpan.FromSeconds(10);
        var connection = NewConnection();
        var call = _gate.Wait("local", TimeSpan.FromMinutes(1), _time, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(10));

        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => connection.ShouldRetryConnectionAttempt(new ConnectionFailedException("refused"), CancellationToken.None));
        Assert.Contains("'local'", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_wrong_configuration_is_not_waited_for() =>
        Assert.False(await NewConnection().ShouldRetryConnectionAttempt(new ArgumentException("keyword"), CancellationToken.None));

    private PatientConnection NewConnection() => new(Options.Create(_options), _gate, _time, NullLogger<PatientConnection>.Instance);
}
