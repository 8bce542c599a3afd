namespace ActiveActive.Cli.Bench.Report;

/// <summary>How things stood at one moment of a soak.</summary>
/// <param name="Seconds">Since its begin.</param>
/// <param name="Writes">Made until then.</param>
/// <param name="WritesPerSecond">Since the last sample.</param>
/// <param name="TableBytes">Of <c>activeactive.state</c>, with what is stored outside of its rows.</param>
/// <param name="IndexBytes">Of its indexes.</param>
/// <param name="EffectBytes">Of all partitions of <c>activeactive.effect</c>, with their indexes.</param>
/// <param name="LiveRows">Of the state table, as the server counts them.</param>
/// <param name="DeadRows">Old versions of rows that were not removed yet, as the server counts them.</param>
/// <param name="SiloBytes">Working sets of the silos.</param>
internal sealed record SoakSample(
    double Seconds, long Writes, double WritesPerSecond, long TableBytes, long IndexBytes, long EffectBytes, long LiveRows, long DeadRows, long SiloBytes);
