namespace ActiveActive.Cli.Bench.Report;

/// <summary>A bar of the picture.</summary>
/// <param name="Name">What stands before it.</param>
/// <param name="Value">Its length.</param>
/// <param name="Text">What stands behind it.</param>
/// <param name="Color">The class of its color.</param>
/// <param name="IsOurs">Whether it is ours, and so set in bold.</param>
internal sealed record BenchBar(string Name, double Value, string Text, string Color, bool IsOurs);
