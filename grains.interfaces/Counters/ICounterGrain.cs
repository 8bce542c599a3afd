using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>A durable counter with a 64-bit signed value, named by its key; 0 before the first <see cref="Add"/>.</summary>
[ExactlyOnce, Alias("aa.ICounterGrain")]
public interface ICounterGrain : IGrainWithStringKey
{
    /// <summary>Adds to the counter and answers the value after it.</summary>
    /// <param name="amount">May be negative.</param>
    /// <exception cref="RefusedException"><c>out-of-range</c>: the sum does not fit 64 bits.</exception>
    [Alias("Add")]
    Task<CounterValue> Add(long amount);

    /// <summary>The committed value.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Get")]
    Task<CounterValue> Get();
}
