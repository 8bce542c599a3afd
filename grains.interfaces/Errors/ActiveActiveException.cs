namespace ActiveActive;

/// <summary>Base of all errors that the framework raises on purpose. Sorted by what the caller should do: see <see cref="Advice"/>.</summary>
[GenerateSerializer, Alias("aa.Error")]
public abstract class ActiveActiveException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="advice">What the caller should do.</param>
    /// <param name="message">What happened and what to do about it.</param>
    /// <param name="inner">The cause, when there is one.</param>
    protected ActiveActiveException(Advice advice, string message, Exception? inner = null)
        : base(message, inner) => Advice = advice;

    /// <summary>What the caller should do.</summary>
    [Id(0)]
    public Advice Advice { get; }
}
