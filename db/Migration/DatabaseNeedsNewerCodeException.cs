namespace ActiveActive.Database.Migration;

/// <summary>The database states that code as old as this must not use it any more.</summary>
public sealed class DatabaseNeedsNewerCodeException : Exception
{
    internal DatabaseNeedsNewerCodeException(int requiredCodeVersion, int codeVersion)
        : base($"The database demands code of version {requiredCodeVersion} or newer (activeactive.requirement), this code is of version {codeVersion}. "
            + "Its upgrade was finished and it holds data this code would misread. Start a newer release, or connect to another database; "
            + "do not lower the number.")
    {
        RequiredCodeVersion = requiredCodeVersion;
        CodeVersion = codeVersion;
    }

    /// <summary>The lowest version the database accepts.</summary>
    public int RequiredCodeVersion { get; }

    /// <summary>The version of this code.</summary>
    public int CodeVersion { get; }
}
