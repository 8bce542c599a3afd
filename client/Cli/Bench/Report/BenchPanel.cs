namespace ActiveActive.Cli.Bench.Report;

/// <summary>A part of the picture with a scale of its own.</summary>
internal sealed record BenchPanel(string Title, IReadOnlyList<BenchBar> Bars);
