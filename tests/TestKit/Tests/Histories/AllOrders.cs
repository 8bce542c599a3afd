using ActiveActive.TestKit;
using ActiveActive.TestKit.History;

namespace ActiveActive.Tests.TestKit.Histories;

/// <summary>Linearizability by its definition: some order of the operations, in keeping with time, explains all reads. Slow, for small histories.</summary>
internal static class AllOrders
{
    public static bool AnyIsRight(IReadOnlyList<RecordedOperation> history) => Search([.. history], null);

    private static bool Search(List<RecordedOperation> left, string? held)
    {
        // What is unknown need not happen.
        if (left.TrueForAll(static operation => operation.Outcome == Outcome.Unknown))
        {
            return true;
        }

        foreach (var next in left)
        {
            if (left.Exists(other => !ReferenceEquals(other, next) && EndOf(other) < next.Start) || (!next.IsWrite && next.Value != held))
            {
                continue;
            }

            if (Search([.. left.Where(other => !ReferenceEquals(other, next))], next.IsWrite ? next.Value : held))
            {
                return true;
            }
        }

        return false;
    }

    private static TimeSpan EndOf(RecordedOperation operation) => operation.Outcome == Outcome.Unknown ? TimeSpan.MaxValue : operation.End;
}
