namespace ActiveActive.TestKit.Merging;

/// <summary>What generated cases had in them. A check of cases that have nothing concurrent in them checks nothing.</summary>
public sealed class MergeCases
{
    /// <summary>How many there were.</summary>
    public long All { get; private set; }

    /// <summary>In how many the regions had made changes without knowledge of each other.</summary>
    public long Concurrent { get; private set; }

    /// <summary>In how many a region took in another one's state that had conflicts which are told.</summary>
    public long Conflicting { get; private set; }

    /// <summary>In how many a change removed or replaced something.</summary>
    public long Removing { get; private set; }

    /// <summary>In how many the same request had an effect in two regions.</summary>
    public long Repeated { get; private set; }

    internal void Count<T>(MergeWorld<T> world)
        where T : class
    {
        All++;
        Concurrent += world.States is [var a, var b, ..] && !a.Context.Includes(b.Context) && !b.Context.Includes(a.Context) ? 1 : 0;
        Conflicting += world.Conflicts > 0 ? 1 : 0;
        Removing += world.Deltas.Exists(static delta => delta.Context.Beyond.Select(static dot => dot.Origin).Concat(delta.Context.Vector.Seen.Keys).Distinct().Skip(1).Any()) ? 1 : 0;
        Repeated += world.Repeated ? 1 : 0;
    }
}
