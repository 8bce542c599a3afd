namespace ActiveActive;

/// <summary>The database could not be asked, and nothing of this call has been written. It may be tried again.</summary>
[GenerateSerializer, Alias("aa.StorageUnavailableException")]
public sealed class StorageUnavailableException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public StorageUnavailableException(string message, Exception? inner = null)
        : base(Advice.Retry, message, inner)
    {
    }
}
