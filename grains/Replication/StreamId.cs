using System.Globalization;
using ActiveActive.Merging;

namespace ActiveActive.Replication;

/// <summary>Names a stream of the log: what one writer has written in one storage shard for one residency class, in the order in which it was committed.</summary>
/// <param name="Origin">Who wrote.</param>
/// <param name="Shard">The writer's storage shard, from 0.</param>
/// <param name="Class">The residency class: which regions may hold it.</param>
internal readonly record struct StreamId(Origin Origin, int Shard, string Class) : IComparable<StreamId>
{
    private const char Separator = '/';

    /// <inheritdoc/>
    public int CompareTo(StreamId other) =>
        Origin.CompareTo(other.Origin) is var byOrigin and not 0 ? byOrigin
        : Shard.CompareTo(other.Shard) is var byShard and not 0 ? byShard
        : string.CompareOrdinal(Class, other.Class);

    /// <summary>Origin, shard and class with slashes between: <c>eu.1/0/global</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}{Separator}{Shard}{Separator}{Class}");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static StreamId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(Separator) is [var origin, var shard, { Length: > 0 } residency] && int.TryParse(shard, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new StreamId(Origin.Parse(origin), number, residency)
            : throw new FormatException($"'{text}' names no stream, such as eu.1{Separator}0{Separator}global.");
    }
}
