namespace ActiveActive.Silo.Scaling;

/// <summary>One of the figures by which the number of silos is judged.</summary>
/// <param name="Name"><c>cpu</c>, <c>pool-wait</c>, <c>flush-wait</c> or <c>latency</c>.</param>
/// <param name="Value">The figure, over all silos.</param>
/// <param name="Target">What it should be.</param>
/// <param name="Unit">The unit of both; <c>1</c> for a fraction.</param>
/// <param name="Wants">How many silos would bring it to its target.</param>
/// <param name="Note">Why that is not what the two figures say; null when it is.</param>
[GenerateSerializer, Immutable, Alias("aa.ScaleSignal")]
internal sealed record ScaleSignal(
    [property: Id(0)] string Name,
    [property: Id(1)] double Value,
    [property: Id(2)] double Target,
    [property: Id(3)] string Unit,
    [property: Id(4)] int Wants,
    [property: Id(5)] string? Note)
{
    /// <summary>1 when the figure is at its target.</summary>
    public double Ratio => Value / Target;
}
