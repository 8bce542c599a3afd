namespace ActiveActive;

/// <summary>The request id is older than effects are remembered for, so that it cannot be told any more whether the call was made. Nothing was done now.</summary>
[GenerateSerializer, Alias("aa.RequestExpiredException")]
public sealed class RequestExpiredException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public RequestExpiredException(string message, Exception? inner = null)
        : base(Advice.GiveUp, message, inner)
    {
    }
}
