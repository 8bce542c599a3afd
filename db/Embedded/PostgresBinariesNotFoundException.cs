namespace ActiveActive.Database.Embedded;

/// <summary>This machine has no PostgreSQL server programs where we look. The message says where that was and what to install.</summary>
public sealed class PostgresBinariesNotFoundException : EmbeddedPostgresException
{
    internal PostgresBinariesNotFoundException(string message) : base(message)
    {
    }
}
