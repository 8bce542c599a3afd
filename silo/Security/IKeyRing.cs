namespace ActiveActive.Silo;

/// <summary>
/// The keys that protect the data keys. Keys have names, and need not leave the ring: a vault can do the wrapping. By default they are read from the file or the settings of <see cref="EncryptionOptions"/>; add another ring
/// by <c>silo.AddActiveActiveKeyRing</c>.
/// </summary>
/// <remarks>
/// A key that is gone throws <see cref="KeyNotFoundException"/>; a wrapped key that was changed, or is another key's, throws <see cref="System.Security.Cryptography.CryptographicException"/>. Any other error is taken for a
/// passing one: what needed the ring is tried again. The ring is asked once for each data key, of which there are a few per silo, and for the primary's name every few seconds.
/// </remarks>
public interface IKeyRing
{
    /// <summary>The name of the key that new data keys are wrapped with, 1 to 100 characters. When it changes, silos take new data keys and what is stored is sealed anew.</summary>
    ValueTask<string> Primary(CancellationToken cancellation);

    /// <summary>Wraps a data key.</summary>
    /// <param name="name">The ring key to wrap it with.</param>
    /// <param name="dataKey">32 bytes. Not kept.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<byte[]> Wrap(string name, ReadOnlyMemory<byte> dataKey, CancellationToken cancellation);

    /// <summary>Unwraps a data key.</summary>
    /// <param name="name">The ring key that wrapped it.</param>
    /// <param name="wrapped">What <see cref="Wrap"/> gave.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<byte[]> Unwrap(string name, ReadOnlyMemory<byte> wrapped, CancellationToken cancellation);
}
