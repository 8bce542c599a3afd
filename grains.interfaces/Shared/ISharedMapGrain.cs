using System.Collections.Immutable;
using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>
/// A map of texts that every region changes at the same time, named by its key. Texts that are set under the same name in two regions at once are both kept until somebody sets it again; of a text and a removal made without
/// knowledge of each other, the text stays.
/// </summary>
[ExactlyOnce, Alias("aa.ISharedMapGrain")]
public interface ISharedMapGrain : IGrainWithStringKey
{
    /// <summary>Sets the text of a name, in the place of all that are known here.</summary>
    /// <param name="name">1 to 200 characters without control characters.</param>
    /// <param name="text">Up to 1,000 characters.</param>
    /// <exception cref="RefusedException"><c>invalid-name</c>, <c>invalid-text</c>; or <c>map-full</c>: it has a thousand names.</exception>
    [Alias("Set")]
    Task<SharedSize> Set(string name, string text);

    /// <summary>Removes a name, with all texts that are known here.</summary>
    /// <param name="name">As in <see cref="Set"/>.</param>
    /// <exception cref="RefusedException"><c>invalid-name</c>.</exception>
    [Alias("Remove")]
    Task<SharedSize> Remove(string name);

    /// <summary>The committed text of a name, with what has arrived from other regions: none when it is not there; more than one where regions have set it without knowledge of each other, the latest first.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Get")]
    Task<ImmutableArray<SharedText>> Get(string name);

    /// <summary>All that is committed, with what has arrived from other regions.</summary>
    [ReadOnly, AlwaysInterleave, Alias("GetAll")]
    Task<SharedEntries> GetAll();
}
