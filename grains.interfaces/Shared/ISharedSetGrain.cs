using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>A set of texts that every region changes at the same time, named by its key. Of an addition and a removal of the same item made without knowledge of each other, the addition wins.</summary>
[ExactlyOnce, Alias("aa.ISharedSetGrain")]
public interface ISharedSetGrain : IGrainWithStringKey
{
    /// <summary>Adds an item. Adding one that is there makes it withstand removals that do not know of this.</summary>
    /// <param name="item">1 to 200 characters without control characters.</param>
    /// <exception cref="RefusedException"><c>invalid-item</c>; or <c>set-full</c>: it has five thousand items.</exception>
    [Alias("Add")]
    Task<SharedSize> Add(string item);

    /// <summary>Removes an item, as far as it is known here. What another region adds at the same time stays.</summary>
    /// <param name="item">As in <see cref="Add"/>.</param>
    /// <exception cref="RefusedException"><c>invalid-item</c>.</exception>
    [Alias("Remove")]
    Task<SharedSize> Remove(string item);

    /// <summary>Whether an item is in the committed set, with what has arrived from other regions.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Contains")]
    Task<bool> Contains(string item);

    /// <summary>The committed set, with what has arrived from other regions.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Get")]
    Task<SharedItems> Get();
}
