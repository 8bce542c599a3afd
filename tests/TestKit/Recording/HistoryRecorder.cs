using System.Collections.Concurrent;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit;

/// <summary>
/// Writes down what callers asked and what they were told, while silos are killed around them; <see cref="HistoryChecks"/> judges it afterwards. Safe for
/// any number of callers at once.
/// </summary>
/// <remarks>
/// <para>A write gets a request id. When its outcome is not known, because of a timeout or any other error that is no refusal, it is asked for again under the same id, which is
/// what tells what happened, until <see cref="ResolveTime"/> is over; only then is it noted as unknown. An unknown operation may have happened or not, and may even happen later:
/// checkers allow all of it.</para>
/// <para>So only grains whose interface is marked exactly-once are to be written through this; others would do the repeated call twice, which is what the checkers then say.</para>
/// <para>A read that fails is noted as unknown at once: it has nothing to tell.</para>
/// </remarks>
public sealed class HistoryRecorder
{
    private const int ShownFindings = 20;
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<RecordedOperation> _operations = new();
    private readonly Pulse _noted = new();
    private readonly TimeProvider _time;
    private readonly long _began;
    private int _answered;

    /// <summary>Makes an empty history.</summary>
    /// <param name="seed">What the test's choices depend on, for its error message; null for a new one.</param>
    /// <param name="time">The clocks; null for the system's.</param>
    public HistoryRecorder(int? seed = null, TimeProvider? time = null)
    {
        Seed = seed ?? Random.Shared.Next();
        _time = time ?? TimeProvider.System;
        _began = _time.GetTimestamp();
    }

    /// <summary>What the test's choices depend on: make a <see cref="Random"/> of it for each caller. Errors name it.</summary>
    public int Seed { get; }

    /// <summary>How long an operation with an unknown outcome is asked for again. Default 30 seconds; zero: never.</summary>
    public TimeSpan ResolveTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before it is asked for again. Default 100 milliseconds.</summary>
    public TimeSpan ResolvePause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What counts as a refusal, which says that the operation had no effect and will have none. Default: <see cref="RefusedException"/>.</summary>
    public Func<Exception, bool> IsRefusal { get; init; } = static error => error is RefusedException;

    /// <summary>All that has ended so far, in no order.</summary>
    public IReadOnlyList<RecordedOperation> Operations => [.. _operations];

    /// <summary>Makes a write and notes it.</summary>
    /// <param name="subject">The grain; see <see cref="RecordedOperation.Subject"/>.</param>
    /// <param name="value">What it is to leave there; see <see cref="RecordedOperation.Value"/>.</param>
    /// <param name="call">The call, made again under the same request id when its outcome is not known.</param>
    /// <param name="version">Takes the grain's version from the answer; null when it tells none.</param>
    /// <returns>What was noted.</returns>
    public Task<RecordedOperation> WriteAsync<T>(string subject, string? value, Func<Task<T>> call, Func<T, long>? version = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Record(subject, isWrite: true, value, call, static (value, _) => value, version);
    }

    /// <summary>As <see cref="WriteAsync{T}"/>, for a call without an answer.</summary>
    public Task<RecordedOperation> WriteAsync(string subject, string? value, Func<Task> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return WriteAsync(subject, value, async () =>
        {
            await call();
            return true;
        });
    }

    /// <summary>Makes a read and notes it.</summary>
    /// <param name="subject">The grain.</param>
    /// <param name="call">The call; made once.</param>
    /// <param name="value">Takes what was seen from the answer; null when only the version matters.</param>
    /// <param name="version">Takes the grain's version from the answer; null when it tells none.</param>
    /// <returns>What was noted.</returns>
    public Task<RecordedOperation> ReadAsync<T>(string subject, Func<Task<T>> call, Func<T, string?>? value = null, Func<T, long>? version = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Record(subject, isWrite: false, null, call, (_, answer) => value?.Invoke(answer), version);
    }

    /// <summary>Adds what was recorded elsewhere, such as by another process.</summary>
    public void Add(RecordedOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Note(operation);
    }

    /// <summary>Waits until so many more operations have been answered than now: what a test does instead of sleeping while its callers work.</summary>
    /// <param name="more">How many: enough for each caller to have met what the test has just done.</param>
    /// <param name="within">In how long at most; null for a minute.</param>
    /// <exception cref="TimeoutException">They have not.</exception>
    public async Task AnsweredAsync(int more, TimeSpan? within = null)
    {
        var (limit, began, before) = (within ?? AnsweredWithin, _time.GetTimestamp(), Volatile.Read(ref _answered));
        while (true)
        {
            var noted = _noted.Next;
            var answered = Volatile.Read(ref _answered) - before;
            if (answered >= more)
            {
                return;
            }

            var left = limit - _time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                throw new TimeoutException($"{answered} of {more} operations were answered within {limit}. Do the callers still call, and does the cluster answer them?");
            }

            await noted.WaitAsync(left, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Fails the test when checkers have found something, or when no operation was acknowledged at all, which would prove nothing. Belongs to no test framework.</summary>
    /// <param name="findings">What <see cref="HistoryChecks"/> found.</param>
    /// <exception cref="HistoryViolationException">There are findings, or no acknowledged operation.</exception>
    public void Require(params IEnumerable<Finding>[] findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        Finding[] all = [.. findings.SelectMany(static some => some)];
        var counts = $"{_operations.Count} operations, {_operations.Count(static operation => operation.Outcome == Outcome.Ok)} acknowledged, seed {Seed}";
        if (all.Length > 0)
        {
            var shown = all.Take(ShownFindings).Select(static finding => $"- {finding.Kind}: {finding.Text}");
            var more = all.Length > ShownFindings ? $"{Environment.NewLine}- and {all.Length - ShownFindings} more" : "";
            throw new HistoryViolationException(Seed, all, $"The history breaks its promises ({counts}):{Environment.NewLine}{string.Join(Environment.NewLine, shown)}{more}");
        }

        if (!_operations.Any(static operation => operation.Outcome == Outcome.Ok))
        {
            var error = _operations.FirstOrDefault(static operation => operation.Error is not null)?.Error;
            throw new HistoryViolationException(Seed, all, $"Nothing was acknowledged, so nothing is proven ({counts}). The first error: {error ?? "none"}");
        }
    }

    private async Task<RecordedOperation> Record<T>(
        string subject, bool isWrite, string? written, Func<Task<T>> call, Func<string?, T, string?> valueOf, Func<T, long>? versionOf)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        var id = RequestId.New(_time.GetUtcNow());
        var began = _time.GetTimestamp();
        var operation = new RecordedOperation
        {
            Id = id.Value,
            Subject = subject,
            IsWrite = isWrite,
            Value = written,
            Start = _time.GetElapsedTime(_began, began),
            End = default,
            Outcome = Outcome.Unknown,
            Attempts = 0,
        };
        for (var attempt = 1; ; attempt++)
        {
            operation = operation with { Attempts = attempt };
            try
            {
                T answer;
                using (CallScope.Begin(id, attempt))
                {
                    answer = await call();
                }

                operation = operation with { Outcome = Outcome.Ok, Value = valueOf(written, answer), Version = versionOf?.Invoke(answer) };
                break;
            }
#pragma warning disable CA1031 // Whatever went wrong, the history tells; the checkers judge.
            catch (Exception error)
#pragma warning restore CA1031
            {
                operation = operation with { Error = operation.Error ?? $"{error.GetType().Name}: {error.Message}" };
                if (IsRefusal(error))
                {
                    operation = operation with { Outcome = Outcome.Refused };
                    break;
                }

                if (!isWrite || _time.GetElapsedTime(began) >= ResolveTime)
                {
                    break;
                }

                await Task.Delay(ResolvePause, _time);
            }
        }

        operation = operation with { End = _time.GetElapsedTime(_began) };
        Note(operation);
        return operation;
    }

    private void Note(RecordedOperation operation)
    {
        _operations.Enqueue(operation);
        if (operation.Outcome is not Outcome.Unknown)
        {
            Interlocked.Increment(ref _answered);
            _noted.Beat();
        }
    }
}
