using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>A counter that every region raises and lowers at the same time, named by its key; all that was added adds up. One that must not fall below 0 is <see cref="IStockGrain"/>; one of a single region is <see cref="ICounterGrain"/>.</summary>
[ExactlyOnce, Alias("aa.ISharedCounterGrain")]
public interface ISharedCounterGrain : IGrainWithStringKey
{
    /// <summary>Adds to the counter.</summary>
    /// <param name="amount">From -10^15 to 10^15; a negative one lowers it.</param>
    /// <exception cref="RefusedException"><c>invalid-amount</c>; or <c>out-of-range</c>: what this region has added in all would not fit 62 bits.</exception>
    [Alias("Add")]
    Task<SharedCount> Add(long amount);

    /// <summary>The committed value, with what has arrived from other regions.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Get")]
    Task<SharedCount> Get();
}
