using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A <see cref="Counter"/> that never goes down.</summary>
public sealed class GrowOnlyCounter : IMergeable<GrowOnlyCounter>
{
    [JsonConstructor]
    internal GrowOnlyCounter(Counter counter) => Counter = counter;

    /// <inheritdoc/>
    public static GrowOnlyCounter Empty { get; } = new(Counter.Empty);

    /// <inheritdoc cref="Counter.Value"/>
    [JsonIgnore]
    public long Value => Counter.Value;

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => Counter.IsEmpty;

    [JsonInclude]
    internal Counter Counter { get; }

    /// <summary>Adds.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public GrowOnlyCounter Add(Writing at, long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        return new GrowOnlyCounter(Counter.Add(at, amount));
    }

    /// <inheritdoc/>
    public GrowOnlyCounter Join(GrowOnlyCounter other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new GrowOnlyCounter(Counter.Join(other.Counter, at));
    }

    /// <inheritdoc/>
    public GrowOnlyCounter Since(GrowOnlyCounter before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new GrowOnlyCounter(Counter.Since(before.Counter, removed));
    }

    /// <inheritdoc/>
    public GrowOnlyCounter Fold(VersionVector stable) => new(Counter.Fold(stable));

    /// <inheritdoc/>
    public void Show(Digest digest) => Counter.Show(digest);
}
