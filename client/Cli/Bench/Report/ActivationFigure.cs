using ActiveActive.Benchmarks.Driver;

namespace ActiveActive.Cli.Bench.Report;

/// <summary>What it costs to activate a grain that is stored and not in memory.</summary>
/// <param name="Grains">How many were activated.</param>
/// <param name="InFlight">How many at once.</param>
/// <param name="PerSecond">Activations per second.</param>
/// <param name="LatencyMilliseconds">Of a grain's first call.</param>
/// <param name="IndexReads">Look-ups in the primary key's index for each activation, as the server counts them.</param>
/// <param name="TableReads">Sequential reads of the whole table, in all; there must be none.</param>
/// <param name="Transactions">Transactions of the database for each activation, all that the silo does besides included.</param>
/// <param name="WorkingSetBytes">Memory of the silo's process for each idle activation: its growth, divided.</param>
/// <param name="HeapBytes">The same of the garbage-collected heap.</param>
/// <param name="Errors">Calls that failed.</param>
internal sealed record ActivationFigure(
    long Grains, int InFlight, double PerSecond, Latency LatencyMilliseconds, double IndexReads, long TableReads, double Transactions, double WorkingSetBytes, double HeapBytes, long Errors);
