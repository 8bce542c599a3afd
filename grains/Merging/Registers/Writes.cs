namespace ActiveActive.Merging;

/// <summary>What registers have in common: the writes that no other write has replaced. There is one, unless regions wrote at the same time.</summary>
internal static class Writes
{
    /// <summary>The writes, the latest first.</summary>
    public static IEnumerable<Held<T>> LatestFirst<T>(Dotted<Written<T>> writes) =>
        writes.Values.Select(static write => new Held<T>(write.Key, write.Value.Stamp, write.Value.Value)).OrderByDescending(static write => write.Stamp).ThenBy(static write => write.Dot);

    /// <summary>Joins, and tells of the writes that <paramref name="ours"/> meets for the first time and does not show, or no longer.</summary>
    public static Dotted<Written<T>> Join<T>(Dotted<Written<T>> ours, Dotted<Written<T>> theirs, Joining at)
    {
        var joined = ours.Join(theirs, at);
        if (joined.Values.Count > 1 && !ReferenceEquals(joined, ours))
        {
            var all = LatestFirst(joined).ToList();
            foreach (var hidden in all.Skip(1).Where(hidden => !ours.Values.ContainsKey(hidden.Dot) || !ours.Values.ContainsKey(all[0].Dot)))
            {
                at.Tell(all[0], hidden);
            }
        }

        return joined;
    }
}
