using ActiveActive.Merging;

namespace ActiveActive.Replication.Repair;

/// <summary>Tells damage from changes that are on their way.</summary>
internal static class Findings
{
    /// <summary>Judges two looks at a state in two regions. Null stands for no row.</summary>
    /// <param name="firstHere">This region's at the first look.</param>
    /// <param name="firstThere">The other region's at the first look.</param>
    /// <param name="here">This region's at the second look, when it had applied all that either had at the first one.</param>
    /// <param name="there">The other region's then.</param>
    public static Finding Judge(SeenState? firstHere, SeenState? firstThere, SeenState? here, SeenState? there)
    {
        if (here is { Context: null })
        {
            return Finding.UnreadableHere;
        }

        if (there is { Context: null })
        {
            return Finding.UnreadableThere;
        }

        var (ours, theirs) = (ContextOf(here), ContextOf(there));
        var lacksHere = !ours.Includes(ContextOf(firstThere));
        var lacksThere = !theirs.Includes(ContextOf(firstHere));
        return (lacksHere, lacksThere) switch
        {
            (true, true) => Finding.LacksBoth,
            (true, false) => Finding.LacksHere,
            (false, true) => Finding.LacksThere,
            _ => !ours.Equals(theirs) ? Finding.Changing : here?.Print == there?.Print ? Finding.Same : Finding.Altered,
        };
    }

    private static CausalContext ContextOf(SeenState? state) => state?.Context ?? CausalContext.None;
}
