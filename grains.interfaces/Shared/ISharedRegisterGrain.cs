using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>
/// A text that every region may write at the same time, named by its key. What regions write without knowledge of each other is all kept, with region and time, until somebody writes again. Where the last writer shall win instead:
/// <see cref="ISharedValueGrain"/>; for a document of a single region: <see cref="IRegisterGrain"/>.
/// </summary>
[ExactlyOnce, Alias("aa.ISharedRegisterGrain")]
public interface ISharedRegisterGrain : IGrainWithStringKey
{
    /// <summary>Writes the text, in the place of all that are known here.</summary>
    /// <param name="text">Up to 10,000 characters.</param>
    /// <exception cref="RefusedException"><c>invalid-text</c>.</exception>
    [Alias("Write")]
    Task<SharedTexts> Write(string text);

    /// <summary>The committed texts, with what has arrived from other regions.</summary>
    [ReadOnly, AlwaysInterleave, Alias("Get")]
    Task<SharedTexts> Get();
}
