namespace ActiveActive.TestKit;

/// <summary>Something that happened to a cluster.</summary>
/// <param name="At">The time since the cluster's start was begun, on the monotonic clock.</param>
/// <param name="Silo">The silo that it happened to; null when it happened to the cluster or its database.</param>
/// <param name="Text">What, for people.</param>
public sealed record ClusterEvent(TimeSpan At, int? Silo, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{At.TotalSeconds,8:0.000} s  {Text}");
}
