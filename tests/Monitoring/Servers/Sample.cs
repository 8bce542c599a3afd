namespace ActiveActive.Tests.Monitoring.Servers;

/// <summary>One series of an answer.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value; may be no number.</param>
internal sealed record Sample(IReadOnlyDictionary<string, string> Labels, double Value);
