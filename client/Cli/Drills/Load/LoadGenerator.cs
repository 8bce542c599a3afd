using ActiveActive.Cli.Drills.History;

namespace ActiveActive.Cli.Drills.Load;

/// <summary>
/// Open-loop load: operations start at their due times, also while earlier ones hang, so that a stall cannot hide itself (no coordinated omission). An
/// operation whose outcome is unknown is asked for again, under the same request id, until it is known or <see cref="ResolveTime"/> is over.
/// </summary>
internal sealed class LoadGenerator(IGrainFactory grains, WorkerSettings settings, HistoryFile history)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan ResolveTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ResolvePause = TimeSpan.FromMilliseconds(200);

    private readonly Random _random = new(settings.Seed);
    private long _started;
    private long _ended;
    private long _errors;

    public WorkerProgress Progress(long cuts, bool done) => new(Interlocked.Read(ref _started), Interlocked.Read(ref _ended), Interlocked.Read(ref _errors), cuts, done);

    public async Task Run(CancellationToken cancellation)
    {
        var begin = Clock.Now;
        var running = new List<Task>();
        var total = (long)settings.Seconds * settings.Rate;
        for (var next = 0L; next < total && !cancellation.IsCancellationRequested;)
        {
            for (; next < total && Due(begin, next) <= Clock.Now; next++)
            {
                running.Add(Execute(Choose(Due(begin, next))));
            }

            await Task.Delay(Tick, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            running.RemoveAll(static task => task.IsCompleted);
        }

        await Task.WhenAll(running);
    }

    private long Due(long begin, long number) => begin + (number * Clock.Second / settings.Rate);

    private Operation Choose(long due)
    {
        var kind = _random.Next(100) switch
        {
            < 35 => OperationKind.CounterAdd,
            < 50 => OperationKind.CounterRead,
            < 65 => OperationKind.Deposit,
            < 75 => OperationKind.Withdraw,
            < 85 => OperationKind.Transfer,
            _ => OperationKind.Balance,
        };
        var keys = kind is OperationKind.CounterAdd or OperationKind.CounterRead ? settings.Counters : settings.Accounts;
        var at = _random.Next(keys.Length);
        return new Operation
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            Key = keys[at],
            To = kind == OperationKind.Transfer ? keys[(at + 1 + _random.Next(keys.Length - 1)) % keys.Length] : null,
            Amount = kind == OperationKind.CounterAdd ? 1 : kind is OperationKind.CounterRead or OperationKind.Balance ? 0 : _random.Next(1, 500),
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
                var (version, value) = await Call(operation, attempt);
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
                if (operation.IsRead || Clock.Now - operation.Start > ResolveTime.TotalSeconds * Clock.Second)
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

    private async Task<(long Version, long Value)> Call(Operation operation, int attempt)
    {
        using var scope = CallScope.Begin(new RequestId(operation.Id), attempt);
        var reference = operation.Id.ToString();
        switch (operation.Kind)
        {
            case OperationKind.CounterAdd:
                return Of(await Counter(operation).Add(operation.Amount));
            case OperationKind.CounterRead:
                return Of(await Counter(operation).Get());
            case OperationKind.Balance:
                var balance = await Account(operation).Balance();
                return (balance.Entries, balance.Amount);
            case OperationKind.Deposit:
                return Of(await Account(operation).Deposit(operation.Amount, reference));
            case OperationKind.Withdraw:
                return Of(await Account(operation).Withdraw(operation.Amount, reference));
            default:
                return Of(await Account(operation).Transfer(operation.To!, operation.Amount, reference));
        }
    }

    private ICounterGrain Counter(Operation operation) => grains.GetGrain<ICounterGrain>(operation.Key);

    private IAccountGrain Account(Operation operation) => grains.GetGrain<IAccountGrain>(operation.Key);

    private static (long, long) Of(CounterValue value) => (value.Version, value.Value);

    private static (long, long) Of(AccountEntry entry) => (entry.Number, entry.Balance);
}
