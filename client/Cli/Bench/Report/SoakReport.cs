namespace ActiveActive.Cli.Bench.Report;

/// <summary>A long run of writes.</summary>
/// <param name="System">What was written.</param>
/// <param name="InFlight">Calls that waited at any moment.</param>
/// <param name="Acknowledged">Writes that were answered.</param>
/// <param name="Stored">What the rows' versions have grown by; must be as many.</param>
/// <param name="Errors">Calls that failed.</param>
/// <param name="FirstError">One of them.</param>
/// <param name="Samples">The state over time.</param>
internal sealed record SoakReport(string System, int InFlight, long Acknowledged, long Stored, long Errors, string? FirstError, IReadOnlyList<SoakSample> Samples)
{
    public bool Passed => Errors == 0 && Acknowledged == Stored;
}
