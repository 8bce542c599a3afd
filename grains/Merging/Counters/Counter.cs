using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A number that all regions add to and take from at the same time. The same request made in two regions counts once.</summary>
public sealed class Counter : IMergeable<Counter>
{
    [JsonConstructor]
    internal Counter(Dotted<Share> shares) => Shares = shares;

    /// <inheritdoc/>
    public static Counter Empty { get; } = new(Dotted<Share>.None);

    /// <summary>The sum. One that does not fit 64 bits is shown as the number nearest to it; it is kept right.</summary>
    [JsonIgnore]
    public long Value => (long)Int128.Clamp(Merging.Shares.Sum(Shares), long.MinValue, long.MaxValue);

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => Shares.IsEmpty;

    [JsonInclude]
    internal Dotted<Share> Shares { get; }

    /// <summary>Adds; a negative amount takes away.</summary>
    public Counter Add(Writing at, long amount)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new Counter(Shares.Add(at.NextDot(), Share.Of(at, amount)));
    }

    /// <inheritdoc/>
    public Counter Join(Counter other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Counter(Merging.Shares.Join(Shares, other.Shares, at));
    }

    /// <inheritdoc/>
    public Counter Since(Counter before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new Counter(Shares.Since(before.Shares, removed));
    }

    /// <inheritdoc/>
    public Counter Fold(VersionVector stable) => new(Merging.Shares.Fold(Shares, stable));

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(Merging.Shares.Sum(Shares));
    }
}
