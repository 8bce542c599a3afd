using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Recording;

/// <summary>Follows each subject's answers in time and remembers the highest version that had been told when an operation began.</summary>
internal static class MonotonicVersionsChecker
{
    public static IEnumerable<Finding> Check(IEnumerable<RecordedOperation> history)
    {
        foreach (var subject in history.Where(static operation => operation is { Outcome: Outcome.Ok, Version: not null }).GroupBy(static operation => operation.Subject))
        {
            var byEnd = subject.OrderBy(static operation => operation.End).ToList();
            var (ended, seen) = (0, long.MinValue);
            foreach (var operation in subject.OrderBy(static operation => operation.Start))
            {
                for (; ended < byEnd.Count && byEnd[ended].End < operation.Start; ended++)
                {
                    seen = Math.Max(seen, byEnd[ended].Version!.Value);
                }

                if (operation.Version < seen || (operation.IsWrite && operation.Version == seen))
                {
                    yield return new(FindingKind.WentBack, 1, $"{operation} was told version {operation.Version} after version {seen} had been told");
                }
            }
        }
    }
}
