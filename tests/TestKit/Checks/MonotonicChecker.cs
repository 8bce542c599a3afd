using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>No answer goes back in time: an operation that began after another one had ended tells of a version at least as high; a write that began later, of a higher one. Registers tell no versions, nor do answers that may be another region's.</summary>
internal static class MonotonicChecker
{
    /// <param name="history">All operations.</param>
    /// <param name="restored">When a region's database was replaced by an older one; what was answered in it before and after is not compared, and calls that hung over it tell nothing. Null for never.</param>
    public static IEnumerable<Finding> Check(IReadOnlyList<Operation> history, (string Region, long At)? restored = null)
    {
        foreach (var grain in history.Where(Tells).Where(operation => !HangsOver(operation)).GroupBy(Life))
        {
            var byEnd = grain.OrderBy(operation => operation.End).ToList();
            var (ended, seen) = (0, 0L);
            foreach (var operation in grain.OrderBy(operation => operation.Start))
            {
                for (; ended < byEnd.Count && byEnd[ended].End < operation.Start; ended++)
                {
                    seen = Math.Max(seen, byEnd[ended].Version);
                }

                // An operation whose outcome was learned by a later attempt has its first attempt's version: only its end is late, which is harmless.
                if (operation.Version < seen || (!operation.IsRead && operation.Version == seen))
                {
                    yield return new(FindingKind.WentBack, 1, $"{operation.Kind} {operation.Id} on {grain.Key} was told version {operation.Version} after version {seen} had been told");
                }
            }
        }

        bool HangsOver(Operation operation) => operation.Region is { } region && region == restored?.Region && operation.Start < restored.Value.At && operation.End >= restored.Value.At;

        string Life(Operation operation) => operation.Region is { } region && region == restored?.Region && operation.Start >= restored.Value.At ? $"{operation.Grain} (restored)" : operation.Grain;
    }

    private static bool Tells(Operation operation) => operation.Outcome == Outcome.Ok && !operation.IsOnRegister && !(operation.IsOnCart && operation.Version == 0);
}
