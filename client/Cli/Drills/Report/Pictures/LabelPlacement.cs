namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>
/// Puts labels into rows so that none overlaps another and none leaves the picture: the important ones first, each in the first row that is free, to the right of its line or, if that is
/// full or at the edge, to the left. What finds no room gets none (its line is still drawn). Labels times rows times labels: some hundreds are nothing.
/// </summary>
internal static class LabelPlacement
{
    /// <summary>Between a line and its label, and between two labels.</summary>
    public const double Space = 5;

    public static LabelPlace[] Place(IReadOnlyList<Label> labels, double left, double right, int lanes)
    {
        var places = new LabelPlace[labels.Count];
        var taken = Enumerable.Range(0, lanes).Select(static _ => new List<(double From, double To)>()).ToList();
        foreach (var at in Enumerable.Range(0, labels.Count).OrderBy(at => labels[at].Rank).ThenBy(at => labels[at].X))
        {
            places[at] = new LabelPlace(null, labels[at].X);
            for (var lane = 0; lane < lanes && places[at].Lane is null; lane++)
            {
                double[] sides = [labels[at].X + Space, labels[at].X - Space - labels[at].Width];
                foreach (var from in sides)
                {
                    var to = from + labels[at].Width;
                    if (from >= left && to <= right && taken[lane].TrueForAll(other => to + Space <= other.From || other.To + Space <= from))
                    {
                        taken[lane].Add((from, to));
                        places[at] = new LabelPlace(lane, from);
                        break;
                    }
                }
            }
        }

        return places;
    }
}
