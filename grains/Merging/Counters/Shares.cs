using System.Collections.Immutable;

namespace ActiveActive.Merging;

/// <summary>
/// Amounts that were added, each once, whoever was asked to add it and how often. What a request added stands by itself, with its effect's id, until every region has it; from then on no region can add the same again
/// without knowing of it, so the sum of each writer is enough.
/// </summary>
/// <remarks>
/// The folded sum of a writer stands at the dot of its last change that is in it. All regions fold the same changes into the same sum: it depends on what is stable only, and whoever learns that something is stable has got
/// everything that was written without knowledge of it (the acknowledgements come in the same streams, behind it).
/// </remarks>
internal static class Shares
{
    /// <summary>How much all of them are.</summary>
    public static Int128 Sum(Dotted<Share> shares) => Counted(shares.Values).Aggregate((Int128)0, static (sum, share) => sum + share.Value.Amount);

    /// <summary>How much those of one writer are.</summary>
    public static Int128 SumOf(Dotted<Share> shares, Origin origin) =>
        Counted(shares.Values).Where(share => share.Key.Origin == origin).Aggregate((Int128)0, static (sum, share) => sum + share.Value.Amount);

    /// <summary>The same without those that another region may have counted, too, and may rely on.</summary>
    public static Int128 UsableOf(Dotted<Share> shares, Origin origin) =>
        Counted(shares.Values).Where(share => share.Key.Origin == origin && !share.Value.IsRetry).Aggregate((Int128)0, static (sum, share) => sum + share.Value.Amount);

    public static Dotted<Share> Join(Dotted<Share> one, Dotted<Share> other, Joining at) => one.Join(other, at, static (mine, theirs) => mine.IsFolded ? mine : theirs);

    /// <summary>Folds what is stable.</summary>
    public static Dotted<Share> Fold(Dotted<Share> shares, VersionVector stable)
    {
        var counted = Counted(shares.Values).Select(static share => share.Key).ToHashSet();
        var folding = Foldable(shares.Values, Twice(shares.Values), stable);
        var left = shares.Values;
        foreach (var own in shares.Values.Where(share => folding.Contains(share.Key)).GroupBy(static share => share.Key.Origin))
        {
            var first = own.ToList();
            if (first.Count > 1 || !first[0].Value.IsFolded)
            {
                var sum = first.Aggregate(0L, (sum, share) => counted.Contains(share.Key) ? checked(sum + share.Value.Amount) : sum);
                left = left.RemoveRange(first.Select(static share => share.Key)).Add(first[^1].Key, new Share(sum, Guid.Empty));
            }
        }

        return ReferenceEquals(left, shares.Values) ? shares : new Dotted<Share>(left);
    }

    // Of each writer the first ones, as far as they are stable; and what was added twice only together: one that keeps its name when the other has lost it would count again.
    private static HashSet<Dot> Foldable(ImmutableSortedDictionary<Dot, Share> shares, Dictionary<Guid, List<Dot>> twice, VersionVector stable)
    {
        var folding = shares.Keys.Where(stable.Contains).ToHashSet();
        int before;
        do
        {
            before = folding.Count;
            foreach (var own in shares.GroupBy(static share => share.Key.Origin))
            {
                folding.ExceptWith(own.SkipWhile(share => folding.Contains(share.Key) && IsWhole(share.Value)).Select(static share => share.Key).ToList());
            }
        }
        while (folding.Count < before);

        return folding;

        bool IsWhole(Share share) => share.IsFolded || !twice.TryGetValue(share.Effect, out var all) || all.TrueForAll(folding.Contains);
    }

    // The same effect by two writers counts for the one who was asked first; if all are retries, for the one whose name comes first.
    private static IEnumerable<KeyValuePair<Dot, Share>> Counted(ImmutableSortedDictionary<Dot, Share> shares)
    {
        var twice = Twice(shares);
        return twice.Count == 0 ? shares : shares.Where(share => share.Value.IsFolded || !twice.TryGetValue(share.Value.Effect, out var all) || Winner(all) == share.Key.Origin);

        Origin Winner(List<Dot> all) => all.Find(dot => !shares[dot].IsRetry) is { Number: > 0 } asked ? asked.Origin : all[0].Origin;
    }

    private static Dictionary<Guid, List<Dot>> Twice(ImmutableSortedDictionary<Dot, Share> shares)
    {
        var all = new Dictionary<Guid, List<Dot>>();
        foreach (var (dot, share) in shares.Where(static share => !share.Value.IsFolded))
        {
            if (!all.TryGetValue(share.Effect, out var dots))
            {
                all.Add(share.Effect, dots = []);
            }

            dots.Add(dot);
        }

        // Dots come sorted by their writers.
        foreach (var effect in all.Where(static one => one.Value[0].Origin == one.Value[^1].Origin).Select(static one => one.Key).ToList())
        {
            all.Remove(effect);
        }

        return all;
    }
}
