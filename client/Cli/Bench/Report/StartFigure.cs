namespace ActiveActive.Cli.Bench.Report;

/// <summary>How long a process takes from its start to the first call that was answered.</summary>
/// <param name="System">Whose.</param>
/// <param name="SiloMilliseconds">Of a silo, the first in its cluster: it calls a grain of its own. Median.</param>
/// <param name="ClientMilliseconds">Of a client of that silo. Median.</param>
/// <param name="Silos">Each trial, in order.</param>
/// <param name="Clients">Each trial, in order.</param>
internal sealed record StartFigure(string System, double SiloMilliseconds, double ClientMilliseconds, IReadOnlyList<double> Silos, IReadOnlyList<double> Clients);
