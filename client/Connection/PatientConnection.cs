using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Client.Connection;

/// <summary>Makes the start wait for the cluster: tries again with back-off, says why, and ends at <see cref="ActiveActiveClientOptions.ConnectTimeout"/>.</summary>
internal sealed partial class PatientConnection(
    IOptions<ActiveActiveClientOptions> options,
    ConnectionGate gate,
    TimeProvider time,
    ILogger<PatientConnection> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly long _startedAt = time.GetTimestamp();
    private TimeSpan _delay = FirstDelay;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        var waited = time.GetElapsedTime(_startedAt);
        if (exception is ArgumentException or OrleansConfigurationException or OptionsValidationException)
        {
            gate.Fail(exception);
            return false;
        }

        var limit = options.Value.ConnectTimeout;
        if (limit != Timeout.InfiniteTimeSpan && waited >= limit)
        {
            var error = new TimeoutException(
                $"The client could not connect to region '{options.Value.Region}' within {limit}. Are its silos running, and is its database reachable? Last error: {exception.Message}",
                exception);
            gate.Fail(error);
            throw error;
        }

        LogWaiting(options.Value.Region, waited, _delay, exception.GetType().Name, exception.Message);
        await Task.Delay(_delay, time, cancellationToken);
        _delay = _delay * 2 < LongestDelay ? _delay * 2 : LongestDelay;
        return true;
    }

    [LoggerMessage(2001, LogLevel.Warning, "Waiting for region '{Region}' since {Waited}; next try in {Delay}. {Error}: {Reason}")]
    private partial void LogWaiting(string region, TimeSpan waited, TimeSpan delay, string error, string reason);
}
