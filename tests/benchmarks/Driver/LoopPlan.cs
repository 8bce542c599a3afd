namespace ActiveActive.Benchmarks.Driver;

/// <summary>How a closed loop runs.</summary>
/// <param name="InFlight">Its slots, each with one call under way.</param>
/// <param name="WarmUp">Seconds that are not counted.</param>
/// <param name="Seconds">Seconds that are counted, after the warm-up; null to go on until the calls are made.</param>
/// <param name="Calls">The most calls to make; null for any number.</param>
internal sealed record LoopPlan(int InFlight, double WarmUp, double? Seconds, long? Calls = null);
