namespace ActiveActive.Cli.Drills.Report;

/// <summary>A run over time, in buckets of equal width that begin with the load. All lists have one item per bucket.</summary>
internal sealed record ReportSeries
{
    public required double BucketMilliseconds { get; init; }

    /// <summary>Calls answered in the bucket: acknowledged, or refused by the application's own rules.</summary>
    public required IReadOnlyList<int> Answered { get; init; }

    /// <summary>Calls due in the bucket whose caller saw an error.</summary>
    public required IReadOnlyList<int> Errors { get; init; }

    /// <summary>Median latency of the calls due in the bucket, in milliseconds; null where none was due. Calls without an answer count until they were given up.</summary>
    public required IReadOnlyList<double?> LatencyP50 { get; init; }

    public required IReadOnlyList<double?> LatencyP99 { get; init; }

    public required IReadOnlyList<double?> LatencyMax { get; init; }

    /// <summary>
    /// From a fault until throughput was back for good: the end of the last half second in which less than 80 % of the median before the fault was answered.
    /// </summary>
    /// <returns>Milliseconds; 0 when it never fell; null when there was no load before the fault, or when it had not come back by the end.</returns>
    public double? Recovery(double faultSeconds)
    {
        const double Share = 0.8, WindowMilliseconds = 500;
        var fault = (int)(faultSeconds * 1000 / BucketMilliseconds);
        var width = Math.Max(1, (int)Math.Round(WindowMilliseconds / BucketMilliseconds));
        if (fault < width || fault >= Answered.Count)
        {
            return null;
        }

        var before = Answered.Take(fault).Order().ElementAt(fault / 2);
        var low = -1;
        for (var end = fault + 1; end <= Answered.Count; end++)
        {
            var first = Math.Max(fault, end - width);
            var sum = 0;
            for (var i = first; i < end; i++)
            {
                sum += Answered[i];
            }

            // The first windows are shorter: they begin with the fault.
            if (sum < Share * before * (end - first))
            {
                low = end;
            }
        }

        return before == 0 || low == Answered.Count ? null : low < 0 ? 0 : Math.Max(0, (low * BucketMilliseconds) - (faultSeconds * 1000));
    }
}
