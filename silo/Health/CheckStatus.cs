namespace ActiveActive.Silo.Health;

/// <summary>What is known of what a check looks at.</summary>
internal enum CheckStatus
{
    /// <summary>Nothing is wrong.</summary>
    Ok,

    /// <summary>Something is wrong.</summary>
    Failing,

    /// <summary>It has not been looked at yet, or the last look did not come to an end.</summary>
    Unknown,
}
