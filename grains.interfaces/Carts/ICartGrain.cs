using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>A shopping cart that every region may change at the same time, named by its key. Quantities add up; a note that is written in two regions at once is kept twice, until somebody writes it again.</summary>
[ExactlyOnce, Alias("aa.ICartGrain")]
public interface ICartGrain : IGrainWithStringKey
{
    /// <summary>Puts some of an item in.</summary>
    /// <param name="item">1 to 200 characters without control characters.</param>
    /// <param name="quantity">From 1 to 1,000,000.</param>
    /// <exception cref="RefusedException"><c>invalid-item</c>, <c>invalid-quantity</c>; or <c>cart-full</c>: it has a thousand different items.</exception>
    [Alias("Put")]
    Task<CartView> Put(string item, long quantity);

    /// <summary>Takes an item out, as much of it as is known here. What another region puts in at the same time stays.</summary>
    [Alias("TakeOut")]
    Task<CartView> TakeOut(string item);

    /// <summary>Writes the note, in the place of all that are known here.</summary>
    /// <param name="text">Up to 1,000 characters.</param>
    /// <exception cref="RefusedException"><c>invalid-note</c>.</exception>
    [Alias("Note")]
    Task<CartView> Note(string text);

    /// <summary>The committed cart, with what has arrived from other regions.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Get")]
    Task<CartView> Get();
}
