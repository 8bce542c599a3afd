namespace ActiveActive.TestKit;

/// <summary>A cluster could not be started or used as asked. The message says what is wrong and what to do, and ends with the last words of the silos where there are any.</summary>
public sealed class TestKitException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="inner">The cause, when there is one.</param>
    public TestKitException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
