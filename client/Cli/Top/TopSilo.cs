namespace ActiveActive.Cli.Top;

/// <summary>A silo.</summary>
internal sealed record TopSilo(string Region, string Name, string Status, DateTimeOffset? Since, DateTimeOffset? AsOf, Uri? Http, bool IsMerging, TopSiloFigures? Figures);
