namespace ActiveActive.Silo.Requests;

/// <summary>Binds callers' own idempotency keys to request ids, durably, so that every repetition of a keyed request runs under the same id.</summary>
public interface IIdempotencyKeys
{
    /// <summary>The request id of a key: made and stored when the key is new, else the one it was bound to.</summary>
    /// <param name="key">The caller's key.</param>
    /// <param name="fingerprint">A digest of what the key stands for: method, path, conditions and body.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="KeyReusedException">The key is bound to another fingerprint.</exception>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    Task<KeyBinding> Bind(string key, byte[] fingerprint, CancellationToken cancellation);
}
