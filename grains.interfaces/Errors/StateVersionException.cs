namespace ActiveActive;

/// <summary>A row was written by a newer version of the code than this silo runs. The activation is refused and the row left as it is.</summary>
[GenerateSerializer, Alias("aa.StateVersionException")]
public sealed class StateVersionException : ActiveActiveException
{
    /// <summary>Makes the error.</summary>
    public StateVersionException(string message, Exception? inner = null)
        : base(Advice.FixTheCause, message, inner)
    {
    }
}
