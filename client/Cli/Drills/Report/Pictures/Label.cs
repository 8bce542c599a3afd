namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>A text beside a vertical line.</summary>
/// <param name="X">Where the line is.</param>
/// <param name="Width">How wide the text is.</param>
/// <param name="Rank">The lower, the sooner it gets its place.</param>
internal readonly record struct Label(double X, double Width, int Rank);
