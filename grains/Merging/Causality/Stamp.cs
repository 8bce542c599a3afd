using System.Globalization;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>
/// When something was written, by a hybrid logical clock (Kulkarni, Demirbas et al., Logical Physical Clocks and Consistent Snapshots in Globally Distributed Databases, 2014): near the physical time, and above everything
/// that the writer had seen. The writer's name makes each one unique, so two are never equal and all agree which one is later.
/// </summary>
/// <param name="Milliseconds">Since 1970, as the writer's region knew it, or as it had seen, if that was later.</param>
/// <param name="Counter">Orders what was written in the same millisecond.</param>
/// <param name="Origin">Who wrote.</param>
[JsonConverter(typeof(StampConverter))]
public readonly record struct Stamp(long Milliseconds, int Counter, Origin Origin) : IComparable<Stamp>
{
    /// <summary>The time in it.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    /// <inheritdoc/>
    public int CompareTo(Stamp other) =>
        Milliseconds.CompareTo(other.Milliseconds) is var byTime and not 0 ? byTime
        : Counter.CompareTo(other.Counter) is var byCounter and not 0 ? byCounter
        : Origin.CompareTo(other.Origin);

    /// <summary>Milliseconds, a plus sign, the counter, an at sign, the origin: <c>1893456000000+0@eu.1</c>. Empty for the default, which is below all others.</summary>
    public override string ToString() => this == default ? "" : string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}+{Counter}@{Origin}");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static Stamp Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return default;
        }

        var (plus, at) = (text.IndexOf('+', StringComparison.Ordinal), text.IndexOf('@', StringComparison.Ordinal));
        return 0 < plus && plus < at
            && long.TryParse(text.AsSpan(0, plus), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            && int.TryParse(text.AsSpan(plus + 1, at - plus - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var counter)
            ? new Stamp(milliseconds, counter, Origin.Parse(text[(at + 1)..]))
            : throw new FormatException($"'{text}' is no stamp, such as 1893456000000+0@eu.1.");
    }

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator <(Stamp left, Stamp right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator >(Stamp left, Stamp right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator <=(Stamp left, Stamp right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator >=(Stamp left, Stamp right) => left.CompareTo(right) >= 0;
}
