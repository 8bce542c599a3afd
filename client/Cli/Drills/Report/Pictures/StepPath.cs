using System.Text;

namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>The data of paths through buckets.</summary>
internal static class StepPath
{
    /// <summary>Steps: each bucket's value holds over its width. Equal neighbours are one step.</summary>
    /// <param name="values">One a bucket.</param>
    /// <param name="x">From a bucket's number (and one past the last) to pixels.</param>
    /// <param name="y">From a value to pixels.</param>
    /// <param name="ground">Where to close the path for an area; null for an open line.</param>
    public static string Steps(IReadOnlyList<double> values, Func<int, double> x, Func<double, double> y, double? ground = null)
    {
        if (values.Count == 0)
        {
            return "";
        }

        var path = new StringBuilder(ground is { } begin ? $"M{Svg.At(x(0))} {Svg.At(begin)}V{Svg.At(y(values[0]))}" : $"M{Svg.At(x(0))} {Svg.At(y(values[0]))}");
        for (var i = 1; i < values.Count; i++)
        {
            if (Svg.At(y(values[i])) != Svg.At(y(values[i - 1])))
            {
                path.Append('H').Append(Svg.At(x(i))).Append('V').Append(Svg.At(y(values[i])));
            }
        }

        path.Append('H').Append(Svg.At(x(values.Count)));
        return ground is { } end ? path.Append('V').Append(Svg.At(end)).Append('Z').ToString() : path.ToString();
    }

    /// <summary>A line through the middles of the buckets that have a value, broken where one has none.</summary>
    public static string Line(IReadOnlyList<double?> values, Func<int, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        var pen = 'M';
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value)
            {
                path.Append(pen).Append(Svg.At((x(i) + x(i + 1)) / 2)).Append(' ').Append(Svg.At(y(value)));
                pen = 'L';
            }
            else
            {
                pen = 'M';
            }
        }

        return path.ToString();
    }
}
