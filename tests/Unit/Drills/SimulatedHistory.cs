using System.Collections.Immutable;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.Tests.Unit.Drills;

/// <summary>
/// A history that a correct region could have made, drawn from a seed: calls overlap, some hang, some have unknown outcomes (with an effect at once, much later or never), transfers
/// arrive late, withdrawals and swaps are refused for good reasons. Every effect takes place at one moment between a call's start and its end.
/// </summary>
internal sealed class SimulatedHistory
{
    public const long Opening = 1_000;

    private readonly Random _random;
    private readonly PriorityQueue<Action, (long Time, int Order)> _moments = new();
    private readonly Dictionary<string, long> _counters = [];
    private readonly Dictionary<string, List<AccountEntry>> _accounts = [];
    private readonly Dictionary<string, List<string?>> _registers = [];
    private int _order;
    private long _now;

    public SimulatedHistory(int seed, int operations, int grains = 2)
    {
        _random = new Random(seed);
        for (var number = 1; number <= grains; number++)
        {
            _counters[$"c{number}"] = 0;
            _accounts[$"a{number}"] = [];
            _registers[$"r{number}"] = [null];
            Enter($"a{number}", AccountEntryKind.Opened, 0, null);
            Enter($"a{number}", AccountEntryKind.Deposited, Opening, null);
        }

        var due = 0L;
        for (var i = 0; i < operations; i++)
        {
            due += _random.Next(0, 20);
            Plan(due, grains);
        }

        while (_moments.TryDequeue(out var moment, out var at))
        {
            _now = at.Time;
            moment();
        }
    }

    public List<Operation> History { get; } = [];

    public FinalState Final => new(
        _counters.ToDictionary(item => item.Key, item => new CounterValue(item.Value, item.Value)),
        _accounts.ToDictionary(item => item.Key, item => (new AccountBalance(item.Value[^1].Balance, item.Value.Count), item.Value.ToImmutableArray())))
    {
        Registers = _registers.ToDictionary(item => item.Key, item => item.Value[^1]),
    };

    private void Plan(long start, int grains)
    {
        var id = new Guid(_random.Next(), 0, 0, BitConverter.GetBytes((long)_order));
        var kind = (OperationKind)_random.Next((int)OperationKind.CartRead); // carts are what several regions have
        var number = _random.Next(grains) + 1;
        var end = start + (_random.Next(20) == 0 ? _random.Next(100, 400) : _random.Next(1, 30));
        var operation = new Operation { Id = id, Kind = kind, Key = $"r{number}", Due = start, Start = start, End = end };
        operation = operation with
        {
            Key = operation.IsOnCounter ? $"c{number}" : operation.IsOnRegister ? $"r{number}" : $"a{number}",
            To = kind == OperationKind.Transfer ? $"a{(number % grains) + 1}" : null,
            Amount = operation.IsRead || operation.IsOnRegister ? 0 : operation.IsOnCounter ? 1 : _random.Next(1, 900),
            Text = operation.IsOnRegister && !operation.IsRead ? id.ToString("N") : null,
            Error = _random.Next(10) == 0 ? "TimeoutException" : null,
        };
        At(start, () =>
        {
            var texts = operation.IsOnRegister ? _registers[operation.Key] : [];
            if (kind == OperationKind.RegisterSwap)
            {
                // What the caller saw last: the present text, or an older one.
                var expected = texts[^Math.Min(texts.Count, _random.Next(3) == 0 ? 2 : 1)];
                operation = expected is null ? operation with { Kind = OperationKind.RegisterWrite } : operation with { Expected = expected };
            }

            if (_random.Next(12) == 0)
            {
                History.Add(operation with { Outcome = Outcome.Unknown, Error = "TimeoutException" });
                if (_random.Next(2) == 0)
                {
                    At(_random.Next(2) == 0 ? _random.NextInt64(start, end + 1) : start + _random.Next(0, 600), () => Apply(operation));
                }
            }
            else
            {
                At(_random.NextInt64(start, end + 1), () => History.Add(Apply(operation)));
            }
        });
    }

    private void At(long time, Action moment) => _moments.Enqueue(moment, (time, _order++));

    private Operation Apply(Operation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.CounterAdd:
                var value = ++_counters[operation.Key];
                return operation with { Version = value, Value = value };
            case OperationKind.CounterRead:
                return operation with { Version = _counters[operation.Key], Value = _counters[operation.Key] };
            case OperationKind.Balance:
                return Told(operation);
            case OperationKind.Deposit:
                Enter(operation.Key, AccountEntryKind.Deposited, operation.Amount, operation);
                return Told(operation);
            case OperationKind.Withdraw or OperationKind.Transfer when _accounts[operation.Key][^1].Balance < operation.Amount:
                return operation with { Outcome = Outcome.Refused };
            case OperationKind.Withdraw:
                Enter(operation.Key, AccountEntryKind.Withdrawn, operation.Amount, operation);
                return Told(operation);
            case OperationKind.Transfer:
                Enter(operation.Key, AccountEntryKind.Sent, operation.Amount, operation);
                var refused = _random.Next(10) == 0;
                At(_now + _random.Next(1, 100), () => Enter(refused ? operation.Key : operation.To!, refused ? AccountEntryKind.Refunded : AccountEntryKind.Received, operation.Amount, operation));
                return Told(operation);
            case OperationKind.RegisterRead:
                return operation with { Text = _registers[operation.Key][^1] };
            case OperationKind.RegisterSwap when _registers[operation.Key][^1] != operation.Expected:
                return operation with { Outcome = Outcome.Refused };
            default:
                _registers[operation.Key].Add(operation.Text);
                return operation;
        }
    }

    private Operation Told(Operation operation) => operation with { Version = _accounts[operation.Key].Count, Value = _accounts[operation.Key][^1].Balance };

    private void Enter(string account, AccountEntryKind kind, long amount, Operation? operation)
    {
        var entries = _accounts[account];
        var signed = kind is AccountEntryKind.Withdrawn or AccountEntryKind.Sent ? -amount : amount;
        entries.Add(new AccountEntry(entries.Count + 1, kind, amount, (entries.Count == 0 ? 0 : entries[^1].Balance) + signed, operation?.Id ?? Guid.Empty, default, operation?.To, operation?.Id.ToString()));
    }
}
