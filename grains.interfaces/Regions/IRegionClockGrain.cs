using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>Tells the region's time, so that clients can make request ids by it. One on every silo; key 0.</summary>
[Alias("aa.IRegionClockGrain")]
public interface IRegionClockGrain : IGrainWithIntegerKey
{
    /// <summary>The database's present time, as this silo knows it.</summary>
    [ReadOnly, Alias("Now")]
    Task<DateTimeOffset> Now();
}
