namespace ActiveActive.Silo.Scaling;

/// <summary>Whether one silo has so much more to do than another that its grains should be looked at.</summary>
internal static class LoadSpread
{
    /// <summary>Tells it for a silo that could give.</summary>
    /// <param name="loads">All silos'.</param>
    /// <param name="own">The silo's.</param>
    /// <param name="threshold">By how much processor time, as a fraction, the least busy silo must be below this one.</param>
    public static bool IsUneven(IReadOnlyCollection<SiloLoad> loads, SiloLoad own, double threshold) =>
        loads.Count > 1 && own.Cpu > loads.Average(static load => load.Cpu) && own.Cpu - loads.Min(static load => load.Cpu) >= threshold;
}
