using System.Buffers.Binary;
using System.Text;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Security;

/// <summary>
/// Where a sealed value stands: its associated data, without which it cannot be opened. A value that was copied to another row, column or version is thereby refused. Encoded as the kind in one byte, then each part with
/// its length before it, so that no two places have one encoding.
/// </summary>
internal sealed class SealedPlace
{
    private readonly string _name;
    private readonly byte[] _encoded;

    private SealedPlace(string name, byte kind, params ReadOnlySpan<string> parts)
    {
        _name = name;
        var length = 1;
        foreach (var part in parts)
        {
            length += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        }

        _encoded = new byte[length];
        _encoded[0] = kind;
        var rest = _encoded.AsSpan(1);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, bytes);
            rest = rest[(sizeof(int) + bytes)..];
        }
    }

    public ReadOnlySpan<byte> Encoded => _encoded;

    /// <summary>A state's payload in its row of one version.</summary>
    public static SealedPlace State(StateKey key, long version, int typeVersion) =>
        new($"the state of {key} (version {version})", 1, key.GrainType, key.GrainKey, key.Name, Text(version), Text(typeVersion));

    /// <summary>The reply of an effect.</summary>
    public static SealedPlace Reply(RequestId effect) => new($"the reply of effect {effect}", 2, effect.Value.ToString());

    /// <summary>The call of a send.</summary>
    public static SealedPlace Call(RequestId send) => new($"the call of send {send}", 3, send.Value.ToString());

    /// <summary>The call that is made when a send is refused.</summary>
    public static SealedPlace Compensation(RequestId send) => new($"the compensation of send {send}", 4, send.Value.ToString());

    /// <summary>An entry of the log, which its hash names.</summary>
    public static SealedPlace Entry(ReadOnlySpan<byte> hash) => new("an entry of the log", 5, Convert.ToHexStringLower(hash));

    /// <summary>A change that is put aside, as it is kept for people to look at.</summary>
    public static SealedPlace Letter(string stream, long batch, int place) => new($"the dead letter of place {place} in batch {batch} of {stream}", 6, stream, Text(batch), Text(place));

    /// <summary>One of the two values of a conflict, which a hash over both names.</summary>
    public static SealedPlace Conflict(ReadOnlySpan<byte> said, bool isShown) => new("a value of a conflict", 7, Convert.ToHexStringLower(said), isShown ? "shown" : "hidden");

    public override string ToString() => _name;

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
