using ActiveActive.TestKit;

namespace ActiveActive.Cli.Drills;

/// <summary>How a process's memory changed over a drill.</summary>
/// <param name="Process">Its name; a silo's lives are taken together.</param>
/// <param name="Early">The median of the first third of the samples, in megabytes.</param>
/// <param name="Late">The median of the last third.</param>
/// <param name="PerMinute">The slope of the straight line through the samples after the first third, in megabytes a minute: a leak shows here, a warm-up does not.</param>
internal sealed record MemoryTrend(string Process, double Early, double Late, double PerMinute)
{
    private const int FewestSamples = 6;

    /// <summary>One trend for each process with enough samples.</summary>
    public static IReadOnlyList<MemoryTrend> Of(IReadOnlyList<MemorySample> samples) =>
    [
        .. samples.GroupBy(static sample => sample.Process)
            .Select(static process => (process.Key, Samples: process.OrderBy(static sample => sample.Time).ToList()))
            .Where(static process => process.Samples.Count >= FewestSamples)
            .Select(static process => Of(process.Key, process.Samples)),
    ];

    private static MemoryTrend Of(string process, List<MemorySample> samples)
    {
        var third = samples.Count / 3;
        return new MemoryTrend(process, Median(samples[..third]), Median(samples[^third..]), Math.Round(Slope(samples[third..]), 2));
    }

    private static double Median(List<MemorySample> samples) => samples.Select(static sample => sample.Megabytes).Order().ElementAt(samples.Count / 2);

    // Least squares.
    private static double Slope(List<MemorySample> samples)
    {
        var points = samples.ConvertAll(sample => (X: (sample.Time - samples[0].Time) / (60.0 * Clock.Second), Y: sample.Megabytes));
        var (x, y) = (points.Average(static point => point.X), points.Average(static point => point.Y));
        var spread = points.Sum(point => (point.X - x) * (point.X - x));
        return spread == 0 ? 0 : points.Sum(point => (point.X - x) * (point.Y - y)) / spread;
    }
}
