namespace ActiveActive.Cli.Bench.Report;

/// <summary>A long run of writes.</summary>
/// <param name="System">What was written.</param>
/// <param name="InFlight">Calls that waited at any moment.</param>
/// <param name="Acknowledged">Writes that were answered.</param>
/// <param name="Stored">What the rows' versions have grown by; must be as many.</param>
/// <param name="Errors">Calls that failed.</param>
/// <param name="FirstError">One of them.</param>
/// <param name="Deadlocks">That the server found and broke; must be none.</param>
/// <param name="Samples">The state over time; the first one before the first write.</param>
internal sealed record SoakReport(string System, int InFlight, long Acknowledged, long Stored, long Errors, string? FirstError, long Deadlocks, IReadOnlyList<SoakSample> Samples)
{
    public bool Passed => Errors == 0 && Acknowledged == Stored && Deadlocks == 0;

    /// <summary>How many times as large the table with its indexes is at the end as it was after each grain's first write.</summary>
    public double TableGrowth => Math.Round((Samples[^1].TableBytes + Samples[^1].IndexBytes) / (double)Math.Max(1, Samples[0].TableBytes + Samples[0].IndexBytes), 2);

    /// <summary>How many times as much memory the silos take in the last third of the run as in its first third; medians.</summary>
    public double MemoryGrowth => Math.Round(Memory(Samples.Skip(Samples.Count - Third)) / Math.Max(1, Memory(Samples.Skip(1).Take(Third))), 2);

    private int Third => Math.Max(1, (Samples.Count - 1) / 3);

    private static double Memory(IEnumerable<SoakSample> samples) => BenchMath.Median(samples.Select(static sample => (double)sample.SiloBytes));
}
