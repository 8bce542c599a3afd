namespace ActiveActive.TestKit.Recording;

/// <summary>
/// The time in which a register must have held one value, from the first end to the last start among the write and the reads of it; when that is negative, the time
/// within which it may have held it for only a moment.
/// </summary>
/// <param name="Value">The value.</param>
/// <param name="FirstEnd">When the first of these operations had ended.</param>
/// <param name="LastStart">When the last of them began.</param>
internal sealed record RegisterZone(string? Value, TimeSpan FirstEnd, TimeSpan LastStart)
{
    /// <summary>Whether the value was there for a time, and no other can have been then.</summary>
    public bool IsForward => FirstEnd < LastStart;

    /// <summary>Whether another value's zone overlaps this forward one, or lies within it when it is none itself.</summary>
    public bool Contradicts(RegisterZone other) => FirstEnd < other.LastStart && other.FirstEnd < LastStart;
}
