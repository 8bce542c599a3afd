namespace ActiveActive.Silo.Health;

/// <summary>What one look of a check has found.</summary>
/// <param name="IsFailing">Whether something is wrong.</param>
/// <param name="Says">The finding in words. It is shown to everybody who can reach the silo: no secret, address of another machine or text of an exception belongs into it.</param>
/// <param name="Value">The figure; null when there is none.</param>
/// <param name="Threshold">From when on the figure is wrong; null when it is not judged.</param>
/// <param name="Unit">The unit of both, by UCUM as in metrics: <c>s</c>, <c>By</c>, <c>{write}</c>.</param>
/// <param name="Age">How old the figure was when it was looked at.</param>
internal readonly record struct CheckFinding(bool IsFailing, string Says, double? Value = null, double? Threshold = null, string? Unit = null, TimeSpan Age = default)
{
    /// <summary>Nothing is wrong.</summary>
    public static CheckFinding Well(string says) => new(false, says);

    /// <summary>Something is wrong that has no figure.</summary>
    public static CheckFinding Failing(string says) => new(true, says);

    /// <summary>A figure that is wrong from a threshold on.</summary>
    public static CheckFinding AtMost(double value, double threshold, string unit, string says) => new(value >= threshold, says, value, threshold, unit);
}
