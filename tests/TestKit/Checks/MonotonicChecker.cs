using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>No answer goes back in time: an operation that began after another one had ended tells of a version at least as high; a write that began later, of a higher one. Registers tell no versions.</summary>
internal static class MonotonicChecker
{
    public static IEnumerable<Finding> Check(IReadOnlyList<Operation> history)
    {
        foreach (var grain in history.Where(operation => operation.Outcome == Outcome.Ok && !operation.IsOnRegister).GroupBy(operation => operation.Grain))
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
    }
}
