namespace ActiveActive.TestKit.Checks.Linearizability;

/// <summary>What <see cref="LinearizabilitySearch"/> found.</summary>
internal enum SearchResult
{
    Linearizable,
    NotLinearizable,

    /// <summary>The bound was met first.</summary>
    Undecided,
}
