using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>How long after a fault's heal it took until all was as before: every grain has been answered again, and every call that hung at the heal has ended.</summary>
internal static class Recovery
{
    /// <summary>The longest time after any of the moments, in milliseconds; null when there is no moment.</summary>
    /// <param name="history">All calls.</param>
    /// <param name="healed">When faults were healed.</param>
    /// <param name="until">The end of the load. What has not come by then counts as having come then.</param>
    /// <remarks>
    /// Never zero: a grain that works is answered again only when it is called again. Reads alone do not show it, because some faults stop writes only; but writes are half of the
    /// calls, so that some hang at the heal of any fault that stops them.
    /// </remarks>
    public static double? Of(IReadOnlyList<Operation> history, IReadOnlyList<long> healed, long until)
    {
        var moments = healed.Where(moment => moment < until).Order().ToArray();
        if (moments.Length == 0)
        {
            return null;
        }

        var grains = history.GroupBy(static operation => operation.Grain)
            .Select(static grain => grain.Where(static operation => operation.Outcome != Outcome.Unknown).Select(static operation => operation.End).Order().ToList());
        var answered = grains.SelectMany(ends => moments.Select(moment => FirstAfter(ends, moment, until) - moment));
        var hung = moments.SelectMany(moment => history.Where(operation => operation.Start <= moment && operation.End > moment).Select(operation => Math.Min(operation.End, until) - moment));
        return answered.Concat(hung).DefaultIfEmpty().Max() / 1000.0;
    }

    private static long FirstAfter(List<long> ends, long moment, long until)
    {
        var at = ends.BinarySearch(moment);
        at = at < 0 ? ~at : at;
        return at < ends.Count ? Math.Min(ends[at], until) : until;
    }
}
