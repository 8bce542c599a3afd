namespace ActiveActive.Silo.Placement;

/// <summary>How many grains a silo should give to which others, from everybody's counts.</summary>
/// <remarks>
/// Every silo decides for itself, from counts that are nearly the same everywhere. Nothing moves while no silo is further below the mean than the tolerance. Then the
/// silos above the mean fill those up to it, each giving in proportion to what it has above the mean: together they give what is missing, not a multiple of it.
/// </remarks>
internal static class BalancePlan
{
    /// <param name="self">The silo that decides.</param>
    /// <param name="counts">The grains of every active silo, this one included.</param>
    /// <param name="tolerance">How far below the mean a silo may be, as a fraction of it.</param>
    /// <param name="most">The largest sum of what is given.</param>
    public static IReadOnlyList<(TSilo Target, int Count)> Decide<TSilo>(TSilo self, IReadOnlyDictionary<TSilo, int> counts, double tolerance, int most)
        where TSilo : notnull
    {
        var mean = counts.Values.Average();
        var missing = counts.Where(silo => silo.Value < mean * (1 - tolerance)).ToDictionary(silo => silo.Key, silo => mean - silo.Value);
        var above = counts.Values.Sum(count => Math.Max(0, count - mean));
        var own = Math.Max(0, counts[self] - mean);
        if (missing.Count == 0 || own == 0)
        {
            return [];
        }

        // Rounded down: a grain too few moves later, one too many might move back.
        var share = Math.Min(own / above, most / missing.Values.Sum());
        return [.. missing.Select(silo => (silo.Key, (int)(silo.Value * share))).Where(gift => gift.Item2 > 0)];
    }
}
