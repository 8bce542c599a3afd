using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ActiveActive.Replication.Repair;

/// <summary>The prints of all states of a region, of which any range can be told by one hash (the hash tree of Merkle, 1987, as Dynamo compares replicas by it: DeCandia et al., 2007).</summary>
internal sealed class DigestTree
{
    private const int MostPrints = 64;
    private const int Size = sizeof(ulong) + BatchHash.Size;

    private readonly StatePrint[] _prints;

    /// <summary>A tree of these states, in any order.</summary>
    public DigestTree(IEnumerable<StatePrint> prints)
    {
        _prints = [.. prints];
        Array.Sort(_prints);
    }

    /// <summary>How many states there are.</summary>
    public int Count => _prints.Length;

    /// <summary>What there is in a range.</summary>
    public RangeDigest Of(PlaceRange range)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[Size];
        var prints = In(range);
        foreach (var print in prints)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, print.Place);
            print.Print.ToArray().CopyTo(bytes[sizeof(ulong)..]);
            hash.AppendData(bytes);
        }

        return new RangeDigest(prints.Length, BatchHash.From(hash.GetHashAndReset()));
    }

    /// <summary>The states in a range, by their places.</summary>
    public ReadOnlySpan<StatePrint> In(PlaceRange range)
    {
        var first = After(range.First, isAfter: false);
        return _prints.AsSpan(first, After(range.Last, isAfter: true) - first);
    }

    /// <summary>What it answers about a range.</summary>
    public RangeAnswer Answer(PlaceRange range)
    {
        var prints = In(range);
        return prints.Length <= MostPrints || range.Part(0).Bits > sizeof(ulong) * 8
            ? new RangeAnswer([], prints.ToArray())
            : new RangeAnswer([.. Enumerable.Range(0, PlaceRange.Parts).Select(number => Of(range.Part(number)))], []);
    }

    // How many states lie before a place, or up to it.
    private int After(ulong place, bool isAfter)
    {
        var (low, high) = (0, _prints.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _prints[middle].Place < place || (isAfter && _prints[middle].Place == place) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
