using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ActiveActive.Replication;

/// <summary>A SHA-256 hash: of what an entry says, or of a batch and with it of all batches before it in its stream.</summary>
/// <param name="High">The first 16 bytes.</param>
/// <param name="Low">The last 16 bytes.</param>
internal readonly record struct BatchHash(UInt128 High, UInt128 Low)
{
    /// <summary>How many bytes it has.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>The hash before the first batch: zeros.</summary>
    public static BatchHash None => default;

    /// <summary>Of what an entry says.</summary>
    public static BatchHash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(content, hash);
        return From(hash);
    }

    /// <summary>Of a batch: over the hash before it, its number as 8 bytes, most significant first, and its entries' hashes in their order. The database computes the same.</summary>
    /// <param name="previous">Of the batch before.</param>
    /// <param name="number">The batch's number.</param>
    /// <param name="entries">Its entries' hashes.</param>
    public static BatchHash Of(BatchHash previous, long number, IReadOnlyList<BatchHash> entries)
    {
        var content = new byte[Size + sizeof(long) + (entries.Count * Size)];
        previous.CopyTo(content);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(Size), number);
        for (var i = 0; i < entries.Count; i++)
        {
            entries[i].CopyTo(content.AsSpan(Size + sizeof(long) + (i * Size)));
        }

        return Of(content);
    }

    /// <summary>Of these bytes.</summary>
    /// <exception cref="ArgumentException">They are not <see cref="Size"/> bytes.</exception>
    public static BatchHash From(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new BatchHash(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]))
        : throw new ArgumentException($"A hash has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Its bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The first eight bytes in hexadecimal, for people.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray().AsSpan(0, 8));

    private void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Low);
    }
}
