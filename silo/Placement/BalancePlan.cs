namespace ActiveActive.Silo.Placement;

/// <summary>What a silo should give to which others, from everybody's counts: of grains, or of calls.</summary>
/// <remarks>
/// <para>Every silo decides for itself, from counts that are nearly the same everywhere. Nothing moves while no silo is further below the mean than the tolerance. Then the
/// silos above the mean fill those up to it, each giving in proportion to what it has above the mean: together they give what is missing, not a multiple of it.</para>
/// <para>Numbers of grains are not enough: many are alive and hardly called, so that a silo may have its share of grains and most of the calls. One grain that alone is called more than what is to be given stays where it is.</para>
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

    /// <summary>Which grains to give, so that what they are called comes close to the plan and never above it.</summary>
    /// <param name="plan">The calls per second to give to each silo.</param>
    /// <param name="grains">The grains, in the order in which they are looked at, with their calls per second.</param>
    /// <param name="canHost">Whether a silo can have a grain.</param>
    public static IEnumerable<(TGrain Grain, TSilo Target)> Pick<TGrain, TSilo>(
        IReadOnlyList<(TSilo Target, int Calls)> plan, IEnumerable<(TGrain Grain, double Calls)> grains, Func<TSilo, TGrain, bool> canHost)
    {
        var left = plan.Select(static gift => (double)gift.Calls).ToArray();
        foreach (var (grain, calls) in grains)
        {
            for (var i = 0; i < left.Length; i++)
            {
                if (calls <= left[i] && canHost(plan[i].Target, grain))
                {
                    left[i] -= calls;
                    yield return (grain, plan[i].Target);
                    break;
                }
            }
        }
    }
}
