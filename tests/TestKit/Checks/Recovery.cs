using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>How long after a fault's heal it took until every grain was answered again.</summary>
internal static class Recovery
{
    /// <summary>The longest time after any of the moments until each grain had been answered since, in milliseconds; null when there is no moment.</summary>
    /// <param name="history">All calls.</param>
    /// <param name="healed">When faults were healed.</param>
    /// <param name="until">The end of the load. A grain that was not answered up to then counts as answered then.</param>
    /// <remarks>Never zero: a grain that works is answered again only when it is called again.</remarks>
    public static double? Of(IReadOnlyList<Operation> history, IReadOnlyList<long> healed, long until)
    {
        var moments = healed.Where(moment => moment < until).Order().ToArray();
        if (moments.Length == 0)
        {
            return null;
        }

        var grains = history.GroupBy(static operation => operation.Grain)
            .Select(static grain => grain.Where(static operation => operation.Outcome != Outcome.Unknown).Select(static operation => operation.End).Order().ToList());
        return grains.SelectMany(ends => moments.Select(moment => FirstAfter(ends, moment, until) - moment)).DefaultIfEmpty().Max() / 1000.0;
    }

    private static long FirstAfter(List<long> ends, long moment, long until)
    {
        var at = ends.BinarySearch(moment);
        at = at < 0 ? ~at : at;
        return at < ends.Count ? Math.Min(ends[at], until) : until;
    }
}
