using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>
/// Every acknowledged addition is in its counter exactly once. All additions are of 1, so the n-th effect answers n: two acknowledged additions with the same answer
/// mean that one overwrote the other, and the final value counts the effects.
/// </summary>
internal static class CounterChecker
{
    public static IEnumerable<Finding> Check(IReadOnlyList<Operation> history, FinalState final)
    {
        var byKey = history.Where(operation => operation.Kind == OperationKind.CounterAdd).ToLookup(operation => operation.Key);
        foreach (var key in byKey.Select(static group => group.Key).Union(final.Counters.Keys))
        {
            if (!final.Counters.TryGetValue(key, out var value))
            {
                yield return new(FindingKind.Undecided, 1, $"counter {key} was called and is not among those read at the end");
                continue;
            }

            var acknowledged = byKey[key].Where(operation => operation.Outcome == Outcome.Ok).ToList();
            var unknown = byKey[key].Count(operation => operation.Outcome == Outcome.Unknown);
            if (value.Value < acknowledged.Count)
            {
                yield return new(FindingKind.Lost, acknowledged.Count - value.Value, $"counter {key} is {value.Value}, {acknowledged.Count} additions of 1 were acknowledged");
            }

            if (value.Value > acknowledged.Count + unknown)
            {
                yield return new(
                    FindingKind.Doubled,
                    value.Value - acknowledged.Count - unknown,
                    $"counter {key} is {value.Value}, only {acknowledged.Count} additions of 1 were acknowledged and {unknown} are unknown");
            }

            foreach (var same in acknowledged.GroupBy(operation => operation.Value).Where(group => group.Count() > 1))
            {
                yield return new(FindingKind.Lost, same.Count() - 1, $"{same.Count()} additions to counter {key} were each told that they made it {same.Key}");
            }

            if (acknowledged.Count > 0 && acknowledged.Max(operation => operation.Value) is var most && most > value.Value)
            {
                yield return new(FindingKind.Lost, most - value.Value, $"counter {key} is {value.Value}, but an addition was told {most}");
            }
        }
    }
}
