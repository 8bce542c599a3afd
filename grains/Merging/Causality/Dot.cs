using System.Globalization;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>Names one write to one grain's state: who wrote, and the how-manieth of that writer in this state it was (Preguiça, Baquero et al., Dotted Version Vectors, 2010).</summary>
/// <param name="Origin">Who wrote.</param>
/// <param name="Number">Counted from 1, without gaps.</param>
[JsonConverter(typeof(DotConverter))]
public readonly record struct Dot(Origin Origin, long Number) : IComparable<Dot>
{
    private const char Separator = ':';

    /// <inheritdoc/>
    public int CompareTo(Dot other) => Origin.CompareTo(other.Origin) is var byOrigin and not 0 ? byOrigin : Number.CompareTo(other.Number);

    /// <summary>The origin, a colon, the number: <c>eu.1:17</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}{Separator}{Number}");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static Dot Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf(Separator);
        return at > 0 && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Dot(Origin.Parse(text[..at]), number)
            : throw new FormatException($"'{text}' is no dot, such as eu.1{Separator}17.");
    }

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator <(Dot left, Dot right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator >(Dot left, Dot right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator <=(Dot left, Dot right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="IComparable{T}.CompareTo"/>
    public static bool operator >=(Dot left, Dot right) => left.CompareTo(right) >= 0;
}
