using System.Collections.Concurrent;
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
    private readonly (OperationKind Kinds, int At)[] _turns = Turns(plan);
    private readonly long _offset = (long)(plan.Phase * (plan.Counters.Length + plan.Accounts.Length + plan.Registers.Length + plan.Carts.Length));
    private readonly ConcurrentDictionary<string, (string Text, string Tag)> _seen = new();
    private readonly long[] _puts = new long[plan.Carts.Length];
    private volatile bool _isPaused;
    private long _started;
    private long _ended;
    private long _errors;

    public WorkerProgress Progress(long cuts, bool done) => new(Interlocked.Read(ref _started), Interlocked.Read(ref _ended), Interlocked.Read(ref _errors), cuts, done);

    /// <summary>Lets no calls begin, as when traffic is led elsewhere, or again. Those that would have begun meanwhile are never made.</summary>
    public void Pause(bool isPaused) => _isPaused = isPaused;

    /// <summary>Runs the plan and returns when each call has ended.</summary>
    /// <param name="cancellation">When cancelled, no more calls begin.</param>
    public async Task Run(CancellationToken cancellation)
    {
        var begin = Clock.Now;
        var running = new List<Task>();
        var total = (long)plan.Seconds * plan.Rate;
        for (var next = 0L; next < total && !cancellation.IsCancellationRequested;)
        {
            for (; next < total && Due(begin, next) <= Clock.Now && !cancellation.IsCancellationRequested; next++)
            {
                if (!_isPaused)
                {
                    running.Add(Execute(Choose(Due(begin, next), next)));
                }
            }

            await Task.Delay(Tick, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            running.RemoveAll(static task => task.IsCompleted);
        }

        await Task.WhenAll(running);
    }

    private long Due(long begin, long number) => begin + (number * Clock.Second / plan.Rate);

    private Operation Choose(long due, long number)
    {
        var (kinds, at) = _turns[(number + _offset) % _turns.Length];
        var isRead = _random.Next(2) == 0;
        var operation = new Operation { Id = Guid.CreateVersion7(), Kind = kinds, Key = Keys(kinds)[at], Region = plan.Region, Due = due };
        return kinds switch
        {
            OperationKind.CounterRead => isRead ? operation : operation with { Kind = OperationKind.CounterAdd, Amount = 1 },
            OperationKind.RegisterRead => isRead ? operation : RegisterWrite(operation),
            OperationKind.CartRead => isRead ? operation : CartPut(operation, at),
            _ => isRead ? operation : AccountWrite(operation, at),
        };
    }

    private Operation AccountWrite(Operation operation, int at)
    {
        var kind = plan.Accounts.Length == 1 ? OperationKind.Deposit : AccountWrites[_random.Next(AccountWrites.Length)];
        return operation with
        {
            Kind = kind,
            To = kind == OperationKind.Transfer ? plan.Accounts[(at + 1 + _random.Next(plan.Accounts.Length - 1)) % plan.Accounts.Length] : null,
            Amount = _random.Next(1, 500),
        };
    }

    // Every text is written by one operation only, so that a read tells which write it saw.
    private Operation RegisterWrite(Operation operation)
    {
        var write = operation with { Kind = OperationKind.RegisterWrite, Text = operation.Id.ToString("N") };
        return _random.Next(2) == 0 && _seen.TryGetValue(operation.Key, out var seen)
            ? write with { Kind = OperationKind.RegisterSwap, Expected = seen.Text, ExpectedTag = seen.Tag }
            : write;
    }

    private Operation CartPut(Operation operation, int at)
    {
        var (item, quantity) = plan.Items.Of(_puts[at]++);
        return operation with { Kind = OperationKind.CartPut, Text = item, Amount = quantity };
    }

    private string[] Keys(OperationKind read) => read switch
    {
        OperationKind.CounterRead => plan.Counters,
        OperationKind.RegisterRead => plan.Registers,
        OperationKind.CartRead => plan.Carts,
        _ => plan.Accounts,
    };

    // Grains take turns, those of different kinds alternately: each is called at even times, so that a gap is the system's and not the load's.
    private static (OperationKind Kinds, int At)[] Turns(LoadPlan plan) =>
    [
        .. Turns(OperationKind.CounterRead, plan.Counters).Concat(Turns(OperationKind.Balance, plan.Accounts)).Concat(Turns(OperationKind.RegisterRead, plan.Registers)).Concat(Turns(OperationKind.CartRead, plan.Carts))
            .OrderBy(static turn => turn.At),
    ];

    private static IEnumerable<(OperationKind Kinds, int At)> Turns(OperationKind kinds, string[] keys) => keys.Select((_, at) => (kinds, at));

    private async Task Execute(Operation operation)
    {
        Interlocked.Increment(ref _started);
        operation = operation with { Start = Clock.Now };
        string? firstError = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await target.Call(operation, attempt);
                operation = operation with { Outcome = Outcome.Ok, Version = answer.Version, Value = answer.Value, Text = operation.IsRead ? answer.Text : operation.Text };
                if (operation.Text is { } text && answer.Tag is { } tag)
                {
                    _seen[operation.Key] = (text, tag);
                }

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
