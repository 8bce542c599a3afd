using ActiveActive.Benchmarks.Driver;
using ActiveActive.TestKit.Checks;

namespace ActiveActive.Cli.Bench.Report;

/// <summary>One trial of <see cref="RegionsReport"/>.</summary>
internal sealed record RegionsTrial
{
    /// <summary>Writes per second of all regions together, as many as they take from callers that each wait for their answers, and bring to each other.</summary>
    public required double MostWritesPerSecond { get; init; }

    /// <summary>The most writes per second of all regions together that fall due at even times and are kept up with: answered, and in all regions, at once.</summary>
    public required double KeptWritesPerSecond { get; init; }

    /// <summary>Writes per second of all regions together while the rest was measured: half of <see cref="KeptWritesPerSecond"/>.</summary>
    public required double WritesPerSecond { get; init; }

    /// <summary>How long writes took meanwhile, in milliseconds: the slowest region's.</summary>
    public required Latency Writes { get; init; }

    /// <summary>From acknowledged in one region to read in another, in milliseconds, meanwhile; null when nothing arrived.</summary>
    public required Gaps? Lag { get; init; }

    /// <summary>Processor time of silo and database for each write, in microseconds, of a region whose changes two others take.</summary>
    public required double LinkedMicroseconds { get; init; }

    /// <summary>The same of a region without peers, at the same rate.</summary>
    public required double AloneMicroseconds { get; init; }

    /// <summary>How much more processor time a write takes by replication; 0.1 is a tenth more.</summary>
    public double Added => AloneMicroseconds > 0 ? (LinkedMicroseconds / AloneMicroseconds) - 1 : 0;

    /// <summary>From the end of the cut until the region that was cut off and the others had all that had been written meanwhile; null when that took longer than was waited.</summary>
    public required double? CatchUpSeconds { get; init; }

    /// <summary>How many times as fast as they were written changes arrived then; 0 when they did not.</summary>
    public required double CatchUpTimes { get; init; }

    public required long Errors { get; init; }

    public required string? FirstError { get; init; }
}
