using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Recording;

/// <summary>
/// Decides whether a register's history is linearizable when every value is written once: exactly when no read sees what was not written by then, no two forward zones
/// overlap, and no backward zone lies within a forward one (Gibbons and Korach, Testing Shared Memories, SIAM J. Comput. 26(4), 1997, section on given read-mappings).
/// </summary>
internal static class LinearizableRegisterChecker
{
    private static readonly TimeSpan BeforeAll = TimeSpan.MinValue;
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    public static IEnumerable<Finding> Check(IEnumerable<RecordedOperation> history, string? initial) =>
        history.GroupBy(static operation => operation.Subject).SelectMany(subject => Check(subject.Key, [.. subject], initial));

    private static IEnumerable<Finding> Check(string subject, IReadOnlyList<RecordedOperation> operations, string? initial)
    {
        var writes = new Dictionary<string, RecordedOperation>();
        foreach (var write in operations.Where(static operation => operation.IsWrite && operation.Outcome != Outcome.Refused))
        {
            if (write.Value is null || write.Value == initial || !writes.TryAdd(write.Value, write))
            {
                throw new ArgumentException($"The history cannot be judged: {write} does not write a value of its own.");
            }
        }

        var reads = operations.Where(static operation => operation is { IsWrite: false, Outcome: Outcome.Ok }).ToLookup(static operation => operation.Value);
        List<RegisterZone> zones = [];
        if (reads[initial].Any())
        {
            zones.Add(new RegisterZone(initial, BeforeAll, reads[initial].Max(static read => read.Start)));
        }

        foreach (var seen in reads.Where(seen => seen.Key != initial))
        {
            var write = seen.Key is null ? null : writes.GetValueOrDefault(seen.Key);
            foreach (var read in seen.Where(read => write is null || read.End < write.Start))
            {
                yield return new(FindingKind.Doubled, 1, $"{read} saw what nobody had written by then");
            }
        }

        foreach (var (value, write) in writes)
        {
            // What is unknown and was seen by nobody may never have happened.
            var seen = reads[value].ToList();
            var end = write.Outcome == Outcome.Ok ? write.End : Never;
            if (write.Outcome == Outcome.Ok || seen.Count > 0)
            {
                zones.Add(new RegisterZone(
                    value, seen.Select(static read => read.End).Append(end).Min(), seen.Select(static read => read.Start).Append(write.Start).Max()));
            }
        }

        foreach (var finding in Contradictions(subject, zones))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> Contradictions(string subject, List<RegisterZone> zones)
    {
        foreach (var forward in zones.Where(static zone => zone.IsForward))
        {
            foreach (var other in zones)
            {
                // Each pair of forward zones once.
                if (!ReferenceEquals(forward, other) && (!other.IsForward || string.CompareOrdinal(forward.Value, other.Value) < 0) && forward.Contradicts(other))
                {
                    yield return new(
                        FindingKind.WentBack,
                        1,
                        $"{subject} held '{forward.Value}' from {Text(forward.FirstEnd)} to {Text(forward.LastStart)} as its callers saw it, and '{other.Value}' in between");
                }
            }
        }
    }

    private static string Text(TimeSpan time) => time == BeforeAll ? "the beginning" : FormattableString.Invariant($"{time.TotalSeconds:0.000} s");
}
