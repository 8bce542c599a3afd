namespace ActiveActive.Silo.Console.Measuring;

/// <summary>How the link from a region was.</summary>
internal sealed record LinkPoint(string From, double? WatermarkAge, double? Backlog, double? LagP99);
