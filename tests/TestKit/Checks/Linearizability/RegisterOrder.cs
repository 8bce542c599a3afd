using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks.Linearizability;

/// <summary>The check of one register; <see cref="RegisterChecker"/> says how it works.</summary>
internal sealed class RegisterOrder
{
    private readonly string _key;
    private readonly int _limit;
    private readonly List<Operation> _reads;
    private readonly Operation _final;
    private readonly Dictionary<string, Operation> _writers = [];
    private readonly List<Operation> _refusedSwaps;
    private readonly List<Operation> _writes;

    public RegisterOrder(string key, IReadOnlyList<Operation> operations, string? final, int limit)
    {
        (_key, _limit) = (key, limit);

        // What is read at the end is a read after all others.
        var end = operations.SelectMany(static operation => new[] { operation.Start, operation.End }).DefaultIfEmpty(0).Max() + 1;
        _final = new Operation { Id = Guid.Empty, Kind = OperationKind.RegisterRead, Key = key, Due = end, Start = end, End = end, Text = final };
        _reads = [.. operations.Where(static operation => operation.IsRead && operation.Outcome == Outcome.Ok), _final];
        _writes = [.. operations.Where(static operation => !operation.IsRead)];
        _refusedSwaps = [.. _writes.Where(static operation => operation.Outcome == Outcome.Refused).OrderBy(static operation => operation.Start)];
    }

    public IEnumerable<Finding> Check()
    {
        // Answers that no order can explain, told by what they are.
        var findings = Origins().ToList();
        if (findings.Count > 0)
        {
            return findings;
        }

        var (seen, ends) = Seen();
        if (seen.Find(static write => write.Outcome == Outcome.Refused) is { } refused)
        {
            return [new(FindingKind.Doubled, 1, $"{Name(refused)} was refused, and its text was yet replaced by a swap that was seen")];
        }

        var order = Order(seen, _reads, ends);
        if (order.Count < seen.Count + _reads.Count)
        {
            return [new(FindingKind.NotLinearizable, 1, $"swaps of register {_key} replaced texts so that none of them can be the first")];
        }

        if (OutOfOrder(order, ends) is var (late, early))
        {
            // What must be taken away to make it right tells what is wrong.
            var kind = OutOfOrder(Order(seen, [.. _reads.Where(read => read != _final)], ends), ends) is null ? FindingKind.Lost
                : OutOfOrder(Order(seen, [], ends), ends) is null ? FindingKind.WentBack
                : FindingKind.NotLinearizable;
            return [new(kind, 1, $"{Name(late)} began after {Name(early)} had taken effect, and must yet come before it: no order of the register's operations explains its answers")];
        }

        return RefusalsFit(order, ends) ? [] : Search(order);
    }

    private static long EndOf(Operation operation) => operation.Outcome == Outcome.Unknown ? long.MaxValue : operation.End;

    private static string? Replaces(Operation operation) => operation.Kind == OperationKind.RegisterSwap ? operation.Expected ?? "" : null;

    private static string Of(Operation operation) => operation.Text ?? "";

    private IEnumerable<Finding> Origins()
    {
        foreach (var write in _writes)
        {
            if (!_writers.TryAdd(Of(write), write) || Of(write).Length == 0)
            {
                yield return new(FindingKind.Undecided, 1, $"two operations write the text '{write.Text}' to register {_key}: the checker needs a text of its own for each");
            }

            if (write is { Kind: OperationKind.RegisterWrite, Outcome: Outcome.Refused })
            {
                yield return new(FindingKind.NotLinearizable, 1, $"{Name(write)} has no condition and was refused");
            }
        }

        foreach (var group in _reads.Where(read => Of(read).Length > 0).GroupBy(Of))
        {
            if (!_writers.TryGetValue(group.Key, out var writer))
            {
                yield return new(FindingKind.Doubled, 1, $"{Name(group.First())} saw a text that nobody wrote");
            }
            else if (writer.Outcome == Outcome.Refused)
            {
                yield return new(FindingKind.Doubled, 1, $"{Name(writer)} was refused and yet seen by {Name(group.First())}");
            }
            else if (group.FirstOrDefault(read => read.End < writer.Start) is { } read)
            {
                yield return new(FindingKind.NotLinearizable, 1, $"{Name(read)} saw the text of {Name(writer)} before it was asked for");
            }
        }

        foreach (var swaps in _writes.Where(static write => write is { Kind: OperationKind.RegisterSwap, Outcome: Outcome.Ok }).GroupBy(Replaces))
        {
            if (swaps.Count() > 1)
            {
                yield return new(FindingKind.Lost, swaps.Count() - 1, $"{swaps.Count()} swaps of register {_key} each replaced the same text '{swaps.Key}': {string.Join(", ", swaps.Select(Name))}");
            }

            if (swaps.Key!.Length > 0 && (!_writers.TryGetValue(swaps.Key, out var writer) || writer.Outcome == Outcome.Refused))
            {
                yield return new(FindingKind.Doubled, 1, $"{Name(swaps.First())} replaced a text that nobody wrote");
            }
        }
    }

    // Writes that took effect for sure, as they were acknowledged or seen, and until when: before the first that saw them ended.
    private (List<Operation> Writes, Dictionary<Operation, long> Ends) Seen()
    {
        var ends = new Dictionary<Operation, long>(ReferenceEqualityComparer.Instance);
        var found = new HashSet<Operation>(ReferenceEqualityComparer.Instance);
        var open = new Queue<(string Text, long By)>(_reads.Select(static read => (Of(read), read.End)));
        foreach (var write in _writes.Where(static write => write.Outcome == Outcome.Ok))
        {
            Found(write, write.End);
        }

        while (open.TryDequeue(out var seen))
        {
            if (_writers.TryGetValue(seen.Text, out var writer))
            {
                Found(writer, seen.By);
            }
        }

        return ([.. found], ends);

        void Found(Operation write, long by)
        {
            if (found.Add(write) | by < ends.GetValueOrDefault(write, long.MaxValue))
            {
                ends[write] = by;
                if (Replaces(write) is { Length: > 0 } replaced)
                {
                    open.Enqueue((replaced, by));
                }
            }
        }
    }

    // All chains, one after the other, in the only order that can be right.
    private static List<Operation> Order(List<Operation> writes, List<Operation> allReads, Dictionary<Operation, long> ends)
    {
        var reads = allReads.OrderBy(static read => read.Start).ToLookup(Of);
        var swaps = writes.Where(static write => Replaces(write) is not null).GroupBy(static write => Replaces(write)!).ToDictionary(static group => group.Key, static group => group.First());
        var chains = writes.Where(static write => Replaces(write) is null).Select(write => Chain(write)).Append(Chain(null)).Where(static chain => chain.Count > 0);
        return
        [
            .. chains.OrderBy(chain => chain.Min(operation => ends.GetValueOrDefault(operation, operation.End)) + chain.Max(static operation => operation.Start))
                .OrderBy(chain => !(Of(chain[0]).Length == 0 || Replaces(chain[0]) == "")) // the empty register's chain is the first
                .SelectMany(static chain => chain),
        ];

        List<Operation> Chain(Operation? first)
        {
            var chain = new List<Operation>();
            for (var (write, text) = (first, first is null ? "" : Of(first)); ;)
            {
                if (write is not null)
                {
                    chain.Add(write);
                }

                chain.AddRange(reads[text]);
                if (!swaps.Remove(text, out write))
                {
                    return chain;
                }

                text = Of(write);
            }
        }
    }

    // Whether some operation stands after one that started when it had already ended.
    private static (Operation Late, Operation Early)? OutOfOrder(List<Operation> order, Dictionary<Operation, long> ends)
    {
        Operation? latest = null;
        foreach (var operation in order)
        {
            if (latest is not null && ends.GetValueOrDefault(operation, operation.End) < latest.Start)
            {
                return (latest, operation);
            }

            latest = latest is null || operation.Start > latest.Start ? operation : latest;
        }

        return null;
    }

    private bool RefusalsFit(List<Operation> order, Dictionary<Operation, long> ends)
    {
        // Between which operations a moment lies that is not before 'start' of the refused one and not after its end; later refusals do not come before earlier ones.
        var latestStart = new long[order.Count + 1];
        var earliestEnd = new long[order.Count + 1];
        var holds = new string[order.Count + 1];
        (latestStart[0], earliestEnd[order.Count], holds[0]) = (long.MinValue, long.MaxValue, "");
        for (var i = 0; i < order.Count; i++)
        {
            latestStart[i + 1] = Math.Max(latestStart[i], order[i].Start);
            holds[i + 1] = order[i].IsRead ? holds[i] : Of(order[i]);
        }

        for (var i = order.Count - 1; i >= 0; i--)
        {
            earliestEnd[i] = Math.Min(earliestEnd[i + 1], ends.GetValueOrDefault(order[i], order[i].End));
        }

        var put = new List<(long End, int At)>();
        foreach (var refused in _refusedSwaps)
        {
            var at = Math.Max(First(earliestEnd, refused.Start), put.Where(other => other.End < refused.Start).Select(static other => other.At).DefaultIfEmpty(0).Max());
            while (at <= order.Count && latestStart[at] <= refused.End && holds[at] == Replaces(refused))
            {
                at++;
            }

            if (at > order.Count || latestStart[at] > refused.End)
            {
                return false;
            }

            put.Add((refused.End, at));
        }

        return true;
    }

    // The first of ascending values that is not below the limit.
    private static int First(long[] ascending, long limit)
    {
        var (low, high) = (0, ascending.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ascending[middle] < limit ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private IEnumerable<Finding> Search(List<Operation> order)
    {
        var rank = new Dictionary<Operation, long>(ReferenceEqualityComparer.Instance);
        order.ForEach(operation => rank[operation] = rank.Count);
        switch (LinearizabilitySearch.Run(new RegisterModel(), Calls(operation => rank.GetValueOrDefault(operation, long.MaxValue)), _limit))
        {
            case SearchResult.NotLinearizable:
                yield return new(FindingKind.NotLinearizable, 1, $"swaps of register {_key} were refused, and in no order of its operations did it hold another text than they expected ({_refusedSwaps.Count} refusals)");
                break;
            case SearchResult.Undecided:
                yield return new(FindingKind.Undecided, 1, $"whether register {_key} is linearizable was not decided within {_limit} configurations");
                break;
        }
    }

    /// <summary>All of it for <see cref="LinearizabilitySearch"/>.</summary>
    internal IEnumerable<TimedCall<RegisterCall>> Calls(Func<Operation, long> rank) =>
    [
        .. _reads.Select(read => new TimedCall<RegisterCall>(read.Start, read.End, new RegisterCall(RegisterCallKind.Read, Of(read)), rank(read))),
        .. _writes.Select(write => new TimedCall<RegisterCall>(
            write.Start,
            EndOf(write),
            Replaces(write) is { } expected
                ? new RegisterCall(write.Outcome == Outcome.Refused ? RegisterCallKind.RefusedSwap : RegisterCallKind.Swap, Of(write), expected)
                : new RegisterCall(RegisterCallKind.Write, Of(write)),
            rank(write))),
    ];

    private string Name(Operation operation) => operation == _final ? $"the read at the end of register {_key}" : $"{operation.Kind} {operation.Id} on register {_key}";
}
