namespace ActiveActive;

/// <summary>The request id is more than a minute ahead of the database's clock. Nothing was done. The caller's clock, or its idea of the database's clock, is wrong.</summary>
[GenerateSerializer, Alias("aa.RequestFromFutureException")]
public sealed class RequestFromFutureException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public RequestFromFutureException(string message, Exception? inner = null)
        : base(Advice.FixTheCause, message, inner)
    {
    }
}
