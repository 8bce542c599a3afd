using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ActiveActive.Merging;

/// <summary>The fingerprint of a value as users see it (SHA-256). Equal values have equal ones, in every process.</summary>
public sealed class Digest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a number.</summary>
    public Digest Add(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        _hash.AppendData(bytes);
        return this;
    }

    /// <summary>Adds bytes. How many they are is part of it, so that no two sequences run into the same bytes.</summary>
    public Digest Add(ReadOnlySpan<byte> value)
    {
        Add(value.Length);
        _hash.AppendData(value);
        return this;
    }

    /// <summary>Adds a text.</summary>
    public Digest Add(string value) => Add(Encoding.UTF8.GetBytes(value));

    /// <summary>Adds any value, by its JSON.</summary>
    public Digest AddJson<T>(T value) => Add(JsonSerializer.SerializeToUtf8Bytes(value));

    /// <summary>Adds values whose order means nothing.</summary>
    public Digest AddUnordered<T>(IEnumerable<T> values, Action<Digest, T> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        var parts = values.Select(value =>
        {
            using var part = new Digest();
            add(part, value);
            return part.End();
        }).ToList();
        parts.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        Add(parts.Count);
        parts.ForEach(part => Add(part));
        return this;
    }

    /// <summary>Its 32 bytes. Begins anew.</summary>
    public byte[] End() => _hash.GetHashAndReset();

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
