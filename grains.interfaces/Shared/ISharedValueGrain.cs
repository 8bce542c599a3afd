using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>
/// A text that every region may write at the same time, named by its key. Of writes made without knowledge of each other the one with the highest stamp is shown, in every region the same; the others are hidden. Where none may be
/// hidden: <see cref="ISharedRegisterGrain"/>.
/// </summary>
[ExactlyOnce, Alias("aa.ISharedValueGrain")]
public interface ISharedValueGrain : IGrainWithStringKey
{
    /// <summary>Writes the text.</summary>
    /// <param name="text">Up to 10,000 characters.</param>
    /// <exception cref="RefusedException"><c>invalid-text</c>.</exception>
    [Alias("Write")]
    Task<SharedValue> Write(string text);

    /// <summary>The committed text, with what has arrived from other regions.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Get")]
    Task<SharedValue> Get();
}
