namespace ActiveActive.Silo.Console.Measuring;

/// <summary>All that was counted by some time.</summary>
/// <param name="At">The monotonic time.</param>
/// <param name="Total">The silo's counts.</param>
/// <param name="CallsByGrain">Calls of each type of grains.</param>
/// <param name="Applied">Changes applied of each region.</param>
/// <param name="Lags">Their lags.</param>
/// <param name="Processor">Processor time that the process has used.</param>
internal sealed record Sample(long At, Tally Total, Dictionary<string, long> CallsByGrain, Dictionary<string, long> Applied, Dictionary<string, long[]> Lags, TimeSpan Processor);
