namespace ActiveActive.TestKit.Checks.Linearizability;

/// <summary>A call with the time in which it may have taken effect.</summary>
/// <param name="Start">When it was made.</param>
/// <param name="End">When it was answered; <see cref="long.MaxValue"/> when it was not: then it may have taken effect at any later time, or never.</param>
/// <param name="Call">What was asked and answered.</param>
/// <param name="Rank">The search tries calls with a lower rank first. Any ranks lead to the same answer, good ones sooner.</param>
internal readonly record struct TimedCall<TCall>(long Start, long End, TCall Call, long Rank)
{
    public bool IsPending => End == long.MaxValue;
}
