using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ActiveActive.Silo.Security;

/// <summary>
/// A key that seals values by AES-256-GCM (NIST SP 800-38D). Each sealing takes the next number of a counter for its nonce (section 8.2.1): it is unique because only the process that made the key seals with it,
/// and the counter never starts again; other processes open only.
/// </summary>
/// <param name="id">Its id in <c>activeactive.data_key</c>.</param>
/// <param name="ringKey">The ring key that wraps it.</param>
/// <param name="key">32 bytes.</param>
internal sealed class DataKey(long id, string ringKey, byte[] key)
{
    public const int KeyBytes = 32;
    private const int NonceBytes = 12;

    // A cipher serves one thread at a time. As many are kept as were ever used at once.
    private readonly ConcurrentBag<AesGcm> _ciphers = [];
    private long _values;
    private long _bytes;

    public long Id { get; } = id;

    public string RingKey { get; } = ringKey;

    /// <summary>How many values it has sealed.</summary>
    public long Values => Volatile.Read(ref _values);

    /// <summary>How many bytes it has sealed.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>When it was last used, in ticks of the machine's clock; for the cache.</summary>
    public long LastUse { get; private set; } = Environment.TickCount64;

    public byte[] Seal(ReadOnlySpan<byte> value, SealedPlace place)
    {
        LastUse = Environment.TickCount64;
        var counter = Interlocked.Increment(ref _values);
        Interlocked.Add(ref _bytes, value.Length + place.Encoded.Length);
        var result = new byte[SealedLayout.OverheadBytes + value.Length];
        SealedLayout.WriteHeader(result, Id, counter);
        var cipher = Rent();
        cipher.Encrypt(
            Nonce(stackalloc byte[NonceBytes], counter),
            value,
            result.AsSpan(SealedLayout.HeaderBytes, value.Length),
            result.AsSpan(SealedLayout.HeaderBytes + value.Length),
            AssociatedData(result.AsSpan(0, SealedLayout.HeaderBytes), place));
        _ciphers.Add(cipher);
        return result;
    }

    /// <exception cref="AuthenticationTagMismatchException">The value was changed, or stands in another place than it was sealed for.</exception>
    public byte[] Open(ReadOnlySpan<byte> value, SealedPlace place)
    {
        LastUse = Environment.TickCount64;
        var opened = new byte[value.Length - SealedLayout.OverheadBytes];
        var cipher = Rent();
        cipher.Decrypt(
            Nonce(stackalloc byte[NonceBytes], SealedLayout.Counter(value)),
            value[SealedLayout.HeaderBytes..^SealedLayout.TagBytes],
            value[^SealedLayout.TagBytes..],
            opened,
            AssociatedData(value[..SealedLayout.HeaderBytes], place));
        _ciphers.Add(cipher);
        return opened;
    }

    private AesGcm Rent() => _ciphers.TryTake(out var cipher) ? cipher : new AesGcm(key, SealedLayout.TagBytes);

    private static ReadOnlySpan<byte> Nonce(Span<byte> nonce, long counter)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[(NonceBytes - sizeof(long))..], counter);
        return nonce;
    }

    private static byte[] AssociatedData(ReadOnlySpan<byte> header, SealedPlace place) => [.. header, .. place.Encoded];
}
