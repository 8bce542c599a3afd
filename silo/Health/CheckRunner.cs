using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Health;

/// <summary>Looks at one check again and again, and keeps what it found last.</summary>
/// <param name="check">The check.</param>
/// <param name="options">How often, how long, how bad.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when the check begins to fail and when it is well again.</param>
internal sealed class CheckRunner(INamedCheck check, HealthOptions options, TimeProvider time, ILogger log)
{
    /// <summary>A look that does not end when it is told to is left alone after so many timeouts; no other one is begun beside it.</summary>
    private const double Patience = 1.5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly HealthSeverity _severity = options.Severity.TryGetValue(check.Name, out var other) ? other : check.Severity;
    private Looked? _last;
    private Task _looking = Task.CompletedTask;

    public string Name => check.Name;

    public HealthSeverity Severity => _severity;

    private TimeSpan Period => check.IsSlow ? options.SlowPeriod : options.Period;

    /// <summary>What was found last.</summary>
    public CheckResult Result()
    {
        var last = Volatile.Read(ref _last);
        if (last is null)
        {
            return new CheckResult(Name, CheckStatus.Unknown, _severity, "Not looked at yet", null, null, null, null, null, null);
        }

        var (status, finding) = (last.Status, last.Finding);
        var age = time.GetElapsedTime(last.At) + finding.Age;
        return new CheckResult(
            Name, status, _severity, finding.Says, finding.Value, finding.Threshold, finding.Unit, status == CheckStatus.Ok ? null : check.Advice, Seconds(age), Seconds(last.Took));
    }

    /// <summary>Whether it fails, for the metric; null when that is not known.</summary>
    public bool? IsFailing() => Volatile.Read(ref _last)?.Status switch { CheckStatus.Ok => false, CheckStatus.Failing => true, _ => null };

    /// <summary>Looks until it is cancelled.</summary>
    /// <param name="turns">For the first look; it is not waited for long.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task Run(SemaphoreSlim turns, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, time);
        var hasTurn = await turns.WaitAsync(LongestWait, stopping);
        try
        {
            await Look(stopping);
        }
        finally
        {
            if (hasTurn)
            {
                turns.Release();
            }
        }

        while (await timer.WaitForNextTickAsync(stopping))
        {
            if (_looking.IsCompleted)
            {
                await Look(stopping);
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the reason: it is not known how that is which was looked at, and the next look follows.")]
    private async Task Look(CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        try
        {
            using var timeout = new CancellationTokenSource(options.Timeout, time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
            var looking = check.Look(limit.Token);
            _looking = looking;
            var finding = await looking.WaitAsync(options.Timeout * Patience, time, stopping);
            Keep(finding.IsFailing ? CheckStatus.Failing : CheckStatus.Ok, finding, began);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            var late = error is OperationCanceledException or TimeoutException;
            if (late && check.Unanswered(time.GetElapsedTime(began)) is { } silence)
            {
                Keep(CheckStatus.Failing, silence, began);
                return;
            }

            if (_last?.Status != CheckStatus.Unknown)
            {
                log.NotLookedAt(Name, error);
            }

            Keep(CheckStatus.Unknown, CheckFinding.Well(late ? $"Not known: no answer within {options.Timeout.TotalSeconds:0.###} s" : "Not known: the look failed, and the silo's log says why"), began);
        }
    }

    private void Keep(CheckStatus status, CheckFinding finding, long began)
    {
        var before = _last?.Status ?? CheckStatus.Ok;
        Volatile.Write(ref _last, new Looked(status, finding, began, time.GetElapsedTime(began)));
        if (status == CheckStatus.Failing && before != CheckStatus.Failing)
        {
            if (_severity == HealthSeverity.Critical)
            {
                log.CriticalCheckFails(Name, finding.Says, check.Advice);
            }
            else
            {
                log.CheckFails(Name, finding.Says, check.Advice);
            }
        }
        else if (status == CheckStatus.Ok && before == CheckStatus.Failing)
        {
            log.CheckIsWell(Name, finding.Says);
        }
    }

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 3);

    private sealed record Looked(CheckStatus Status, CheckFinding Finding, long At, TimeSpan Took);
}
