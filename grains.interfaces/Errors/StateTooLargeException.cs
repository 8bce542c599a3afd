namespace ActiveActive;

/// <summary>A state, reply or send is larger than the configured limit. Nothing was written.</summary>
[GenerateSerializer, Alias("aa.StateTooLargeException")]
public sealed class StateTooLargeException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public StateTooLargeException(string message, Exception? inner = null)
        : base(Advice.FixTheCause, message, inner)
    {
    }
}
