namespace ActiveActive;

/// <summary>
/// What is stored cannot be decrypted: a key is missing or another one, or the value was changed or moved. It is left as it is, and the grain or call that needs it is refused. The message names the row,
/// the key and what to do.
/// </summary>
[GenerateSerializer, Alias("aa.EncryptionException")]
public sealed class EncryptionException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public EncryptionException(string message, Exception? inner = null)
        : base(Advice.FixTheCause, message, inner)
    {
    }
}
