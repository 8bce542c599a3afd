using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ActiveActive;

/// <summary>
/// What a caller has met of replicated state: up to where each stream of changes. A region that has applied as much shows the caller at least what it has written and read before, wherever that was.
/// </summary>
/// <param name="Region">The region, with its incarnation, that it was given by and that needs not be asked whether it has applied as much; empty when no region is known to.</param>
/// <param name="Positions">The streams, by name, each with its last batch.</param>
public sealed record SessionToken(string Region, ImmutableSortedDictionary<string, long> Positions)
{
    private const int MostCharacters = 8192;
    private const char Between = ';';
    private const char Is = '=';

    /// <summary>That of a caller who has met nothing.</summary>
    public static SessionToken None { get; } = new("", ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    /// <summary>Both.</summary>
    public SessionToken With(SessionToken other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Positions.IsEmpty ? other
            : other.Positions.IsEmpty ? this
            : new SessionToken(
                Region == other.Region ? Region : "",
                other.Positions.Aggregate(Positions, static (all, one) => all.SetItem(one.Key, Math.Max(one.Value, all.GetValueOrDefault(one.Key)))));
    }

    /// <summary>A text without spaces, for a header: <c>eu.1;eu.1/0/all=17;us.1/0/all=5</c>.</summary>
    public override string ToString() =>
        Positions.Aggregate(new StringBuilder(Region), static (text, one) => text.Append(CultureInfo.InvariantCulture, $"{Between}{one.Key}{Is}{one.Value}")).ToString();

    /// <summary>Reads what <see cref="ToString"/> writes; an empty text is <see cref="None"/>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SessionToken? token)
    {
        token = null;
        var parts = (text ?? "").Split(Between);
        if (text?.Length > MostCharacters)
        {
            return false;
        }

        var positions = None.Positions.ToBuilder();
        foreach (var part in parts.Skip(1))
        {
            if (part.Split(Is) is not [{ Length: > 0 } stream, var digits] || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !positions.TryAdd(stream, number))
            {
                return false;
            }
        }

        token = new SessionToken(parts[0], positions.ToImmutable());
        return true;
    }
}
