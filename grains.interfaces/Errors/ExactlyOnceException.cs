namespace ActiveActive;

/// <summary>A call to send names a method of an interface that is not marked [ExactlyOnce], or is otherwise not a grain call that can be kept.</summary>
[GenerateSerializer, Alias("aa.ExactlyOnceException")]
public sealed class ExactlyOnceException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public ExactlyOnceException(string message, Exception? inner = null)
        : base(Advice.FixTheCause, message, inner)
    {
    }
}
