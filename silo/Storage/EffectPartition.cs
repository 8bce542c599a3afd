using System.Buffers.Binary;
using System.Globalization;

namespace ActiveActive.Silo.Storage;

/// <summary>A partition of the effects: the request ids of a span of time.</summary>
/// <param name="From">First millisecond since 1970.</param>
/// <param name="To">The millisecond after the last.</param>
internal readonly record struct EffectPartition(long From, long To)
{
    public string Name => $"effect_{From}_{To}";

    public Guid FirstId => IdAt(From);

    public Guid EndId => IdAt(To);

    public static EffectPartition Parse(string name)
    {
        var parts = name.Split('_');
        return new(long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>What is missing of a gap-free chain of partitions over a span of time.</summary>
    /// <param name="existing">The partitions that there are.</param>
    /// <param name="from">Where the chain must begin when there is none; milliseconds.</param>
    /// <param name="until">How far it must reach; milliseconds.</param>
    /// <param name="width">The length of a new partition; milliseconds.</param>
    public static IEnumerable<EffectPartition> Missing(IReadOnlyCollection<EffectPartition> existing, long from, long until, long width)
    {
        var next = from - (from % width);
        if (existing.Count > 0)
        {
            next = Math.Max(next, existing.Max(partition => partition.To));
        }

        for (; next < until; next = Next(next, width))
        {
            yield return new EffectPartition(next, Next(next, width));
        }
    }

    // Borders are multiples of the width, also after the width was changed.
    private static long Next(long at, long width) => at - (at % width) + width;

    private static Guid IdAt(long milliseconds)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)milliseconds << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
