namespace ActiveActive;

/// <summary>An Idempotency-Key was used before for a request with another method, path or body. Nothing was done now.</summary>
[GenerateSerializer, Alias("aa.KeyReusedException")]
public sealed class KeyReusedException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public KeyReusedException(string message, Exception? inner = null)
        : base(Advice.FixTheCause, message, inner)
    {
    }
}
