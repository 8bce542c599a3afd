using ActiveActive.TestKit;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills.Report;

/// <summary>
/// Counts a history while it is read, in any order, for the report. It keeps 4 bytes of each call's latency and 8 of its end, and nothing else: ten million calls need about 120 MB until
/// <see cref="Build"/>, and some 100 kB after it.
/// </summary>
/// <param name="from">When what is measured began, in microseconds of <see cref="Clock"/>.</param>
/// <param name="until">When it ended.</param>
/// <param name="since">From when on gaps count; null: from the beginning.</param>
internal sealed class RunRecorder(long from, long until, long? since = null)
{
    /// <summary>The finest bucket.</summary>
    public const long SmallestBucket = Clock.Second / 10;

    /// <summary>How many buckets a run has at most; a longer run has wider ones.</summary>
    public const int MostBuckets = 900;

    private static readonly long[] Widths = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

    private readonly long _width = WidthFor(until - from);
    private readonly Dictionary<int, List<float>> _latencies = [];
    private readonly Dictionary<int, (int Answered, int Errors)> _counts = [];
    private readonly Dictionary<string, List<long>> _ends = [];
    private readonly List<float> _answered = [];
    private ReportNumbers _numbers = new();

    /// <summary>100 ms, or the next round number that gives at most <see cref="MostBuckets"/>.</summary>
    public static long WidthFor(long duration) =>
        SmallestBucket * Array.Find(Widths, width => width * SmallestBucket * MostBuckets >= duration) is > 0 and var width ? width : SmallestBucket * Widths[^1];

    public void Add(Operation operation)
    {
        var answered = operation.Outcome != Outcome.Unknown;
        var latency = (float)((operation.End - operation.Due) / 1000.0);
        _numbers = _numbers with
        {
            Calls = _numbers.Calls + 1,
            Acknowledged = _numbers.Acknowledged + (operation.Outcome == Outcome.Ok ? 1 : 0),
            Refused = _numbers.Refused + (operation.Outcome == Outcome.Refused ? 1 : 0),
            Unknown = _numbers.Unknown + (answered ? 0 : 1),
            Errors = _numbers.Errors + (operation.Error is null ? 0 : 1),
        };
        if (!_ends.TryGetValue(operation.Grain, out var ends))
        {
            _ends[operation.Grain] = ends = [];
        }

        if (answered)
        {
            ends.Add(operation.End);
            if (operation.Due >= from)
            {
                _answered.Add(latency);
            }

            Count(Bucket(operation.End), 1, 0);
        }

        var due = Bucket(operation.Due);
        Count(due, 0, operation.Error is null ? 0 : 1);
        if (!_latencies.TryGetValue(due, out var latencies))
        {
            _latencies[due] = latencies = [];
        }

        latencies.Add(latency);
    }

    /// <summary>The part of a run that the history tells; verdict, events and the checkers' figures are the caller's.</summary>
    public (ReportSeries Series, IReadOnlyList<double> GrainGaps, ReportNumbers Numbers) Build()
    {
        var buckets = (int)Math.Max(1, (until - from + _width - 1) / _width);
        var latencies = Enumerable.Range(0, buckets).Select(Latencies).ToList();
        var counts = Enumerable.Range(0, buckets).Select(bucket => _counts.GetValueOrDefault(bucket)).ToList();
        var gaps = _ends.Values.Select(ends => Gaps.Longest(ends, from, since ?? from, until)).Order().ToList();
        _answered.Sort();
        var series = new ReportSeries
        {
            BucketMilliseconds = _width / 1000.0,
            Answered = [.. counts.Select(static count => count.Answered)],
            Errors = [.. counts.Select(static count => count.Errors)],
            LatencyP50 = [.. latencies.Select(static sorted => Percentile(sorted, 0.5))],
            LatencyP99 = [.. latencies.Select(static sorted => Percentile(sorted, 0.99))],
            LatencyMax = [.. latencies.Select(static sorted => Percentile(sorted, 1))],
        };
        return (series, gaps, _numbers with
        {
            GapP50Milliseconds = Gaps.At(gaps, 0.5),
            GapP99Milliseconds = Gaps.At(gaps, 0.99),
            GapMaxMilliseconds = Gaps.At(gaps, 1),
            LatencyP50Milliseconds = Percentile(_answered, 0.5) ?? 0,
            LatencyP99Milliseconds = Percentile(_answered, 0.99) ?? 0,
            LatencyMaxMilliseconds = Percentile(_answered, 1) ?? 0,
        });
    }

    /// <summary>The smallest value that is at least as large as the given share of all (nearest rank).</summary>
    internal static double? Percentile(List<float> sorted, double share) =>
        sorted.Count == 0 ? null : Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)], 2);

    private List<float> Latencies(int bucket)
    {
        var latencies = _latencies.GetValueOrDefault(bucket) ?? [];
        latencies.Sort();
        return latencies;
    }

    private int Bucket(long time) => (int)Math.Clamp(Math.Floor((time - from) / (double)_width), int.MinValue, int.MaxValue);

    private void Count(int bucket, int answered, int errors)
    {
        var count = _counts.GetValueOrDefault(bucket);
        _counts[bucket] = (count.Answered + answered, count.Errors + errors);
    }
}
