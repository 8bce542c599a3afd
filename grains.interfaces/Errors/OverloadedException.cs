namespace ActiveActive;

/// <summary>A bounded queue is full; nothing of this call has been done. Try again later, with back-off.</summary>
[GenerateSerializer, Alias("aa.OverloadedException")]
public sealed class OverloadedException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public OverloadedException(string message, Exception? inner = null)
        : base(Advice.Retry, message, inner)
    {
    }
}
