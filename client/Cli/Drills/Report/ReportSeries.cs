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
}
