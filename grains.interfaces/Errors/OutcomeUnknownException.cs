namespace ActiveActive;

/// <summary>The connection to the database or to a silo was lost while the call was under way: it may or may not have been applied. The same request id tells.</summary>
[GenerateSerializer, Alias("aa.OutcomeUnknownException")]
public sealed class OutcomeUnknownException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public OutcomeUnknownException(string message, Exception? inner = null)
        : base(Advice.RetrySameId, message, inner)
    {
    }
}
