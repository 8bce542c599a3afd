using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Security;

/// <summary>Opens what is stored, sealed or not, as the settings allow.</summary>
internal sealed class ValueSealer(DataKeys keys, IOptions<ActiveActiveOptions> options)
{
    private readonly EncryptionOptions _options = options.Value.Encryption;

    public bool IsEnabled => _options.Enabled;

    public DataKeys Keys { get; } = keys;

    /// <summary>Gives the value that was stored in a place.</summary>
    /// <exception cref="EncryptionException">It cannot be opened, or must not be read as it is.</exception>
    /// <exception cref="StorageUnavailableException">Its data key is not known yet, and the ring or the database could not be asked.</exception>
    public async ValueTask<byte[]> Open(byte[] value, SealedPlace place, CancellationToken cancellation)
    {
        if (!SealedLayout.IsSealed(value))
        {
            return !_options.Enabled || _options.AllowUnencrypted ? value : throw new EncryptionException(
                $"In the database, {place} is not encrypted, and Encryption:AllowUnencrypted is false. It is left as it is. If it is from before encryption was turned on, set AllowUnencrypted until all is encrypted; if not, somebody else wrote it: restore it from a backup.");
        }

        var id = SealedLayout.DataKey(value);
        if (!_options.Enabled)
        {
            throw new EncryptionException($"In the database, {place} is encrypted (data key {id}), and this silo has Encryption:Enabled false. It is left as it is. Turn encryption on here with the region's keys.");
        }

        if (SealedLayout.Version(value) != SealedLayout.FormatVersion)
        {
            throw new EncryptionException($"In the database, {place} is sealed in format {SealedLayout.Version(value)}, which this silo does not know. It is left as it is. Deploy the newer code to this silo; if there is none, the value was changed: restore it from a backup.");
        }

        try
        {
            return (await Keys.Find(id, cancellation)).Open(value, place);
        }
        catch (EncryptionException error)
        {
            throw new EncryptionException($"In the database, {place} cannot be decrypted. It is left as it is. {error.Message}");
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new EncryptionException(
                $"In the database, {place} cannot be decrypted by its data key {id}: it was changed, or it is the value of another row, column or version. It is left as it is. Restore this row from a backup, and find out who wrote to the database.");
        }
    }
}
