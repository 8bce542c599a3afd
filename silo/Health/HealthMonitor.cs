using System.Reflection;
using ActiveActive.Database.Migration;
using ActiveActive.Silo.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health;

/// <summary>
/// Looks at all named checks in the background, each in a loop of its own, and tells what they found last. So any number of questions costs nothing, and a database that hangs makes figures unknown but holds up no answer.
/// </summary>
internal sealed class HealthMonitor : BackgroundService
{
    /// <summary>So many first looks at once: a silo that has just joined has enough to do, and its database need not open a connection for each.</summary>
    private const int FirstLooks = 2;

    private readonly CheckRunner[] _checks;
    private readonly ActiveActiveOptions _options;
    private readonly SiloState _state;
    private readonly Readiness _readiness;
    private readonly RegionDatabases _databases;
    private readonly ILocalSiloDetails _silo;
    private readonly TimeProvider _time;
    private readonly long _startedAt;

    public HealthMonitor(
        IEnumerable<INamedCheck> checks, IOptions<ActiveActiveOptions> options, HealthMetrics metrics, SiloState state, Readiness readiness, RegionDatabases databases, ILocalSiloDetails silo, TimeProvider time, ILogger<HealthMonitor> log)
    {
        (_options, _state, _readiness, _databases, _silo, _time, _startedAt) = (options.Value, state, readiness, databases, silo, time, time.GetTimestamp());
        var settings = _options.Health;
        _checks =
        [
            .. checks.Where(check => check.IsUsed && !settings.Off.Contains(check.Name))
                .OrderBy(static check => CheckNames.All.ToList().IndexOf(check.Name))
                .Select(check => new CheckRunner(check, settings, time, log)),
        ];
        metrics.Observe(_checks);
    }

    /// <summary>The version of ActiveActive.</summary>
    public static string Version { get; } =
        typeof(HealthMonitor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>What is known now.</summary>
    public SiloHealth Report()
    {
        var results = Array.ConvertAll(_checks, static check => check.Result());
        var notReady = _readiness.Problem();
        return new SiloHealth(
            _options.Region,
            _silo.Name,
            Version,
            DatabaseMigrator.CodeVersion,
            _time.GetUtcNow(),
            _databases.MaxConnections,
            Math.Round(_time.GetElapsedTime(_startedAt).TotalSeconds, 1),
            SiloHealth.Worst(results),
            notReady is null,
            notReady,
            results,
            [.. _options.Health.Off]);
    }

    // Before the silo has joined, its database may not even be migrated.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _state.Active.WaitAsync(stoppingToken);
        using var turns = new SemaphoreSlim(FirstLooks);
        await Task.WhenAll(_checks.Select(check => check.Run(turns, stoppingToken)));
    }
}
