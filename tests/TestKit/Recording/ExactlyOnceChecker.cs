using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Recording;

/// <summary>Compares what was asked of each subject with what it holds in the end.</summary>
internal static class ExactlyOnceChecker
{
    public static IEnumerable<Finding> Check(IReadOnlyList<RecordedOperation> history, IReadOnlyDictionary<string, IReadOnlyCollection<string>> effects)
    {
        var writes = history.Where(static operation => operation is { IsWrite: true, Value: not null }).ToLookup(static operation => operation.Subject);
        foreach (var subject in writes.Where(subject => !effects.ContainsKey(subject.Key)))
        {
            yield return new(FindingKind.Lost, subject.Count(), $"{subject.Key} was written {subject.Count()} times, and what it holds in the end was not told");
        }

        foreach (var (subject, held) in effects)
        {
            var counts = held.CountBy(static value => value).ToDictionary();
            foreach (var same in writes[subject].GroupBy(static operation => operation.Value!))
            {
                counts.Remove(same.Key, out var count);
                var acknowledged = same.Count(static operation => operation.Outcome == Outcome.Ok);
                var possible = same.Count(static operation => operation.Outcome != Outcome.Refused);
                if (count < acknowledged)
                {
                    yield return new(FindingKind.Lost, acknowledged - count, $"{One(same, Outcome.Ok)} was acknowledged and is there {count} times");
                }

                if (count > possible)
                {
                    yield return new(FindingKind.Doubled, count - possible, $"{same.First()} is there {count} times");
                }
            }

            foreach (var (value, count) in counts)
            {
                yield return new(FindingKind.Doubled, count, $"{subject} holds '{value}', which nobody wrote");
            }
        }
    }

    private static RecordedOperation One(IEnumerable<RecordedOperation> operations, Outcome outcome) => operations.First(operation => operation.Outcome == outcome);
}
