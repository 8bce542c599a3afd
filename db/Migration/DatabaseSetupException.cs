namespace ActiveActive.Database.Migration;

/// <summary>The database cannot be used as it is. The message is for the operator: what is wrong and what to do; it never contains a password.</summary>
public sealed class DatabaseSetupException : Exception
{
    internal DatabaseSetupException(DatabaseSetupProblem problem, string message, Exception? innerException = null)
        : base(message, innerException) => Problem = problem;

    /// <summary>The kind of problem.</summary>
    public DatabaseSetupProblem Problem { get; }
}
