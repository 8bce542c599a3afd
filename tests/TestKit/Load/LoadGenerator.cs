using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Load;

/// <summary>
/// Open-loop load: operations start at their due times, also while earlier ones hang, so that a stall cannot hide itself (no coordinated omission). An
/// operation whose outcome is unknown is asked for again, under the same request id, until it is known or <see cref="ResolveTime"/> is over.
/// </summary>
internal sealed class LoadGenerator(ILoadTarget target, LoadPlan plan, HistoryFile history)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan ResolveTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ResolvePause = TimeSpan.FromMilliseconds(200);

    private static readonly OperationKind[] AccountWrites = [OperationKind.Deposit, OperationKind.Withdraw, OperationKind.Transfer];

    private readonly Random _random = new(plan.Seed);
    private readonly long _offset = (long)(plan.Phase * (plan.Counters.Length + plan.Accounts.Length));
    private long _started;
    private long _ended;
    private long _errors;

    public WorkerProgress Progress(long cuts, bool done) => new(Interlocked.Read(ref _started), Interlocked.Read(ref _ended), Interlocked.Read(ref _errors), cuts, done);

    public async Task Run(CancellationToken cancellation)
    {
        var begin = Clock.Now;
        var running = new List<Task>();
        var total = (long)plan.Seconds * plan.Rate;
        for (var next = 0L; next < total && !cancellation.IsCancellationRequested;)
        {
            for (; next < total && Due(begin, next) <= Clock.Now; next++)
            {
                running.Add(Execute(Choose(Due(begin, next), next)));
            }

            await Task.Delay(Tick, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            running.RemoveAll(static task => task.IsCompleted);
        }

        await Task.WhenAll(running);
    }

    private long Due(long begin, long number) => begin + (number * Clock.Second / plan.Rate);

    // Grains take turns, counters and accounts alternately: each is called at even times, so that a gap is the system's and not the load's.
    private Operation Choose(long due, long number)
    {
        var turn = (number + _offset) % (plan.Counters.Length + plan.Accounts.Length);
        var half = Math.Min(plan.Counters.Length, plan.Accounts.Length);
        var onCounter = turn < 2 * half ? turn % 2 == 0 : plan.Counters.Length > half;
        var at = (int)(turn < 2 * half ? turn / 2 : turn - half);
        var isRead = _random.Next(2) == 0;
        var kind = (onCounter, isRead) switch
        {
            (true, true) => OperationKind.CounterRead,
            (true, false) => OperationKind.CounterAdd,
            (false, true) => OperationKind.Balance,
            _ => plan.Accounts.Length == 1 ? OperationKind.Deposit : AccountWrites[_random.Next(AccountWrites.Length)],
        };
        var keys = onCounter ? plan.Counters : plan.Accounts;
        return new Operation
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            Key = keys[at],
            To = kind == OperationKind.Transfer ? keys[(at + 1 + _random.Next(keys.Length - 1)) % keys.Length] : null,
            Amount = isRead ? 0 : onCounter ? 1 : _random.Next(1, 500),
            Due = due,
        };
    }

    private async Task Execute(Operation operation)
    {
        Interlocked.Increment(ref _started);
        operation = operation with { Start = Clock.Now };
        string? firstError = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (version, value) = await target.Call(operation, attempt);
                operation = operation with { Outcome = Outcome.Ok, Version = version, Value = value };
                break;
            }
            catch (RefusedException)
            {
                operation = operation with { Outcome = Outcome.Refused };
                break;
            }
#pragma warning disable CA1031 // The load goes on whatever the region answers; the history tells.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (firstError is null)
                {
                    firstError = $"{error.GetType().Name}: {error.Message}";
                    Interlocked.Increment(ref _errors);
                }

                // A read that failed has no effect to learn of.
                if (operation.IsRead || !target.MayRepeat || Clock.Now - operation.Start > ResolveTime.TotalSeconds * Clock.Second)
                {
                    operation = operation with { Outcome = Outcome.Unknown };
                    break;
                }

                await Task.Delay(ResolvePause);
            }
        }

        history.Add(operation with { End = Clock.Now, Error = firstError });
        Interlocked.Increment(ref _ended);
    }
}
