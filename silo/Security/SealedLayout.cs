using System.Buffers.Binary;

namespace ActiveActive.Silo.Security;

/// <summary>
/// A sealed value: 8 bytes magic, 1 byte format version, 8 bytes data key id, 8 bytes counter, the ciphertext (as long as the value), 16 bytes tag of AES-256-GCM. Numbers are big-endian. The database's function
/// <c>activeactive.data_key_of</c> knows it, too.
/// </summary>
internal static class SealedLayout
{
    public const byte FormatVersion = 1;
    public const int HeaderBytes = 25;
    public const int TagBytes = 16;
    public const int OverheadBytes = HeaderBytes + TagBytes;

    private const int VersionAt = 8;
    private const int DataKeyAt = 9;
    private const int CounterAt = 17;

    // No text and no JSON begins with a NUL.
    private static ReadOnlySpan<byte> Magic => [0x00, (byte)'A', (byte)'A', (byte)'S', (byte)'E', (byte)'A', (byte)'L', 0x1A];

    public static bool IsSealed(ReadOnlySpan<byte> value) => value.Length >= OverheadBytes && value.StartsWith(Magic);

    public static byte Version(ReadOnlySpan<byte> value) => value[VersionAt];

    public static long DataKey(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64BigEndian(value[DataKeyAt..]);

    public static long Counter(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64BigEndian(value[CounterAt..]);

    public static void WriteHeader(Span<byte> value, long dataKey, long counter)
    {
        Magic.CopyTo(value);
        value[VersionAt] = FormatVersion;
        BinaryPrimitives.WriteInt64BigEndian(value[DataKeyAt..], dataKey);
        BinaryPrimitives.WriteInt64BigEndian(value[CounterAt..], counter);
    }
}
