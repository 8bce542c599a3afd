using ActiveActive.TestKit.Checks;

namespace ActiveActive.TestKit;

/// <summary>A history breaks a promise, or proves nothing. The message names all findings and the seed.</summary>
public sealed class HistoryViolationException : Exception
{
    internal HistoryViolationException(int seed, IReadOnlyList<Finding> findings, string message)
        : base(message)
    {
        Seed = seed;
        Findings = findings;
    }

    /// <summary>What the test's choices depended on.</summary>
    public int Seed { get; }

    /// <summary>What was found; empty when nothing was acknowledged.</summary>
    public IReadOnlyList<Finding> Findings { get; }
}
