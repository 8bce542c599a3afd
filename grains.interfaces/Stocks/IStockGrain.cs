using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>
/// A stock of something that every region sells at the same time, named by its key, and that is never oversold. Each region has the right to take a part of it. Who restocks has the right to take as much; a region that wants more
/// than it may take gets rights from the others.
/// </summary>
[ExactlyOnce, Alias("aa.IStockGrain")]
public interface IStockGrain : IGrainWithStringKey
{
    /// <summary>Adds to the stock.</summary>
    /// <param name="amount">From 1 to 10^12.</param>
    /// <exception cref="RefusedException"><c>invalid-amount</c>; or <c>out-of-range</c>: what this region has restocked in all would not fit 62 bits.</exception>
    [Alias("Restock")]
    Task<StockView> Restock(long amount);

    /// <summary>Takes from the stock. When this region has not the right to take so much, it asks the others and waits for up to one and a half seconds.</summary>
    /// <param name="amount">From 1 to 10^12.</param>
    /// <exception cref="RefusedException">
    /// <c>invalid-amount</c>; <c>insufficient-stock</c>: as far as is known here there is not so much; or <c>rights-elsewhere</c>: there is, but other regions have the rights and did not hand over enough in time. Try again then, as
    /// a new request.
    /// </exception>
    [Alias("Take"), ResponseTimeout("00:00:05")]
    Task<StockView> Take(long amount);

    /// <summary>The committed stock, with what has arrived from other regions.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Get")]
    Task<StockView> Get();
}
