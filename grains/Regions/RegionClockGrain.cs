using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Regions;

[StatelessWorker, GrainType("region-clock")]
internal sealed class RegionClockGrain(IDatabaseClock clock) : Grain, IRegionClockGrain
{
    public Task<DateTimeOffset> Now() => Task.FromResult(clock.UtcNow);
}
