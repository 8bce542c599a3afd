using System.Globalization;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>Who writes: a region in one of its incarnations. A region whose database may have gone back in time is another writer from then on.</summary>
/// <param name="Region">The region's name.</param>
/// <param name="Incarnation">Counted from 1.</param>
[JsonConverter(typeof(OriginConverter))]
public readonly record struct Origin(string Region, int Incarnation) : IComparable<Origin>
{
    private const char Separator = '.';

    /// <inheritdoc/>
    public int CompareTo(Origin other) => string.CompareOrdinal(Region, other.Region) is var byName and not 0 ? byName : Incarnation.CompareTo(other.Incarnation);

    /// <summary>The region's name, a dot, the incarnation: <c>eu.1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Region}{Separator}{Incarnation}");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static Origin Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf(Separator);
        return at > 0 && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var incarnation)
            ? new Origin(text[..at], incarnation)
            : throw new FormatException($"'{text}' names no region and incarnation, such as eu{Separator}1.");
    }

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator <(Origin left, Origin right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator >(Origin left, Origin right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator <=(Origin left, Origin right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator >=(Origin left, Origin right) => left.CompareTo(right) >= 0;
}
