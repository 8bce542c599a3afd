namespace ActiveActive.Database.Embedded;

/// <summary>An embedded PostgreSQL could not be started or stopped. The message says what is wrong and what to do.</summary>
public class EmbeddedPostgresException : Exception
{
    internal EmbeddedPostgresException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
