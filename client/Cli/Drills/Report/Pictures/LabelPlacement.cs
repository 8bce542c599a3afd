namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>
/// Puts the labels of vertical lines into rows above them, so that no label overlaps another, none is crossed by the line of another, and none leaves the picture. A line reaches up to its
/// label, so a label that hangs over later lines must be above theirs: placed from right to left, each gets the lowest row that is free. What finds no room has no label (its line is
/// still drawn); to make room for important ones, the least important go first.
/// </summary>
/// <remarks>Quadratic in the number of labels; at most <see cref="Most"/> are tried.</remarks>
internal static class LabelPlacement
{
    /// <summary>Between a line and its label, and between two labels.</summary>
    public const double Space = 5;

    /// <summary>More cannot be read anyway.</summary>
    public const int Most = 400;

    public static LabelPlace[] Place(IReadOnlyList<Label> labels, double left, double right, int lanes)
    {
        var tried = Enumerable.Range(0, labels.Count).OrderBy(at => labels[at].Rank).Take(Most).OrderByDescending(at => labels[at].X).ToList();
        while (true)
        {
            var places = Place(labels, tried, left, right, lanes);
            var missing = tried.Where(at => places[at].Lane is null).Select(at => labels[at].Rank).DefaultIfEmpty(int.MaxValue).Min();
            var least = tried.Select(at => labels[at].Rank).DefaultIfEmpty(0).Max();
            if (least <= missing)
            {
                return places;
            }

            tried.RemoveAll(at => labels[at].Rank == least);
        }
    }

    private static LabelPlace[] Place(IReadOnlyList<Label> labels, List<int> tried, double left, double right, int lanes)
    {
        var places = labels.Select(static label => new LabelPlace(null, label.X)).ToArray();
        var placed = new List<(double X, double From, double To, int Lane)>();
        foreach (var at in tried)
        {
            var label = labels[at];
            var from = label.X + Space + label.Width <= right ? label.X + Space : label.X - Space - label.Width;
            var to = from + label.Width;
            for (var lane = 0; lane < lanes && from >= left && to <= right; lane++)
            {
                var here = lane;
                if (placed.TrueForAll(other =>
                    (other.Lane != here || to + Space <= other.From || other.To + Space <= from) // not over another label
                    && (other.Lane < here || other.X < from - Space || other.X > to + Space) // not crossed by another's line
                    && (other.Lane > here || label.X < other.From - 1 || label.X > other.To + 1))) // and not crossing another with its own
                {
                    placed.Add((label.X, from, to, lane));
                    places[at] = new LabelPlace(lane, from);
                    break;
                }
            }
        }

        return places;
    }
}
