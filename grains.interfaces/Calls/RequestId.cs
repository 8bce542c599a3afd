using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ActiveActive;

/// <summary>
/// Names one intended call; every retry of that call carries the same id. A UUIDv7 (RFC 9562): its first 48 bits are milliseconds since 1970
/// on the region's database clock, which decides how long the id is accepted and in which partition its effects are recorded.
/// </summary>
/// <remarks>
/// Ids of calls to send (see <c>Change.Send</c>) carry no time: their first 48 bits are all ones, because a send is delivered exactly once
/// however long it takes. Their effects live in a partition of their own, which is collected when the send has been acknowledged.
/// </remarks>
[GenerateSerializer, Immutable, Alias("aa.RequestId")]
public readonly record struct RequestId([property: Id(0)] Guid Value)
{
    private const ulong SendTimestamp = 0xFFFF_FFFF_FFFF;
    private const int Size = 16;

    /// <summary>Makes a fresh id.</summary>
    /// <param name="now">The present time, as near to the database's clock as the caller knows it.</param>
    public static RequestId New(DateTimeOffset now) => new(Uuid7.New(now));

    /// <summary>Milliseconds since 1970 that the id carries. Without meaning when <see cref="IsSend"/>.</summary>
    public DateTimeOffset Timestamp => IsSend ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeMilliseconds((long)TimestampBits);

    /// <summary>Whether this names a call to send, or a call made while one was carried out.</summary>
    public bool IsSend => TimestampBits == SendTimestamp;

    private ulong TimestampBits
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            return BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16;
        }
    }

    /// <summary>
    /// Derives the id of something that belongs to this call: the same inputs always give the same id, and the time is kept, so that the
    /// derived id is accepted as long as this one. The other 74 bits are the beginning of a SHA-256 over this id and the inputs.
    /// </summary>
    /// <param name="purpose">What is derived, so that ids of different kinds never meet.</param>
    /// <param name="subject">What it is for: a grain, a state, a method.</param>
    /// <param name="ordinal">Which of several for the same subject, counted from 0.</param>
    public RequestId Derive(string purpose, string subject, int ordinal) => new(Hash(TimestampBits, purpose, subject, ordinal));

    /// <summary>Derives the id of a call to send, which never expires. Inputs as in <see cref="Derive"/>.</summary>
    public RequestId DeriveSend(string purpose, string subject, int ordinal) => new(Hash(SendTimestamp, purpose, subject, ordinal));

    /// <summary>Reads the usual text form of a UUID; only version 7 with a time in it is an id that can be accepted.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RequestId id)
    {
        id = Guid.TryParseExact(text, "D", out var guid) && guid.Version == 7 && !new RequestId(guid).IsSend ? new RequestId(guid) : default;
        return id != default;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");

    private Guid Hash(ulong timestamp, string purpose, string subject, int ordinal)
    {
        // Lengths are part of the input, so that no two different inputs run into the same bytes.
        var length = Size + (3 * sizeof(int)) + Encoding.UTF8.GetByteCount(purpose) + Encoding.UTF8.GetByteCount(subject);
        var input = length <= 512 ? stackalloc byte[length] : new byte[length];
        Value.TryWriteBytes(input, bigEndian: true, out _);
        var at = Size;
        BinaryPrimitives.WriteInt32BigEndian(input[at..], ordinal);
        at += sizeof(int);
        at += WriteText(input[at..], purpose);
        WriteText(input[at..], subject);

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, digest);
        BinaryPrimitives.WriteUInt64BigEndian(digest, (timestamp << 16) | BinaryPrimitives.ReadUInt16BigEndian(digest[6..]));
        return Uuid7.Of(digest[..Size]);
    }

    private static int WriteText(Span<byte> target, string text)
    {
        var written = Encoding.UTF8.GetBytes(text, target[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(target, written);
        return written + sizeof(int);
    }
}
