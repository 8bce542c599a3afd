using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace ActiveActive.Client.Watch.Frames;

/// <summary>Reads what <see cref="FrameWriter"/> writes, and believes nothing: every length is checked before it is used.</summary>
internal static class FrameReader
{
    private const int MaxPort = 65535;

    /// <summary>Takes the next frame from the front of what was received.</summary>
    /// <param name="received">Loses the bytes that were used.</param>
    /// <returns>Null when a whole frame is not there yet.</returns>
    /// <exception cref="WatchProtocolException">These bytes are no frames.</exception>
    public static WatchFrame? TryRead(ref ReadOnlySequence<byte> received)
    {
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        while (received.Length >= sizeof(int))
        {
            received.Slice(0, sizeof(int)).CopyTo(prefix);
            var length = BinaryPrimitives.ReadInt32BigEndian(prefix);
            if (length is < 1 or > WatchProtocol.MaxFrame)
            {
                throw new WatchProtocolException($"A frame claims to have {length} bytes; it must be 1 to {WatchProtocol.MaxFrame}.");
            }

            if (received.Length < sizeof(int) + length)
            {
                return null;
            }

            var body = received.Slice(sizeof(int), length).ToArray();
            received = received.Slice(sizeof(int) + length);
            if (Parse(body) is { } frame)
            {
                return frame;
            }
        }

        return null;
    }

    private static WatchFrame? Parse(ReadOnlySpan<byte> rest) => (FrameKind)Byte(ref rest) switch
    {
        FrameKind.Hello => ReadHello(ref rest),
        FrameKind.Welcome => ReadWelcome(ref rest),
        FrameKind.TurnedAway => new TurnedAway(Text(ref rest)),
        FrameKind.Ping => new Ping(Int64(ref rest)),
        FrameKind.Pong => new Pong(Int64(ref rest), Status(ref rest), Int64(ref rest), rest.IsEmpty ? null : TimeSpan.FromMilliseconds(Int32(ref rest))),
        FrameKind.Members => MemberList(ref rest),
        FrameKind.PeerRefused => new PeerRefused(Silo(ref rest)),
        FrameKind.Goodbye => new Goodbye(),
        _ => null, // of a newer version
    };

    private static Hello ReadHello(ref ReadOnlySpan<byte> rest)
    {
        _ = Byte(ref rest); // the version; nothing depends on it yet
        return new Hello(Text(ref rest), Byte(ref rest) != 0 ? Silo(ref rest) : null);
    }

    private static Welcome ReadWelcome(ref ReadOnlySpan<byte> rest)
    {
        _ = Byte(ref rest);
        return new Welcome(Silo(ref rest), Port(ref rest), Endpoint(ref rest), MemberList(ref rest));
    }

    private static Members MemberList(ref ReadOnlySpan<byte> rest)
    {
        var version = Int64(ref rest);
        var count = Int32(ref rest);
        if (count is < 0 or > WatchProtocol.MaxMembers)
        {
            throw new WatchProtocolException($"A cluster of {count} members is told; the limit is {WatchProtocol.MaxMembers}.");
        }

        // Not made in that size at once: the count is only a claim until the members are there.
        var members = ImmutableArray.CreateBuilder<Member>();
        for (var i = 0; i < count; i++)
        {
            members.Add(new Member(Silo(ref rest), Status(ref rest), Port(ref rest)));
        }

        return new Members(version, members.DrainToImmutable());
    }

    private static SiloAddress Silo(ref ReadOnlySpan<byte> rest) => SiloAddress.New(Endpoint(ref rest), Int32(ref rest));

    private static IPEndPoint Endpoint(ref ReadOnlySpan<byte> rest)
    {
        var length = Byte(ref rest);
        if (length is not (4 or 16))
        {
            throw new WatchProtocolException($"An IP address of {length} bytes is told.");
        }

        return new IPEndPoint(new IPAddress(Take(ref rest, length)), Port(ref rest));
    }

    private static SiloStatus Status(ref ReadOnlySpan<byte> rest) => (SiloStatus)Byte(ref rest);

    private static int Port(ref ReadOnlySpan<byte> rest)
    {
        var port = Int32(ref rest);
        return port is >= 0 and <= MaxPort ? port : throw new WatchProtocolException($"Port {port} is told.");
    }

    private static string Text(ref ReadOnlySpan<byte> rest)
    {
        var length = Int32(ref rest);
        return length is >= 0 and <= 4 * WatchProtocol.MaxText
            ? Encoding.UTF8.GetString(Take(ref rest, length))
            : throw new WatchProtocolException($"A text of {length} bytes is told.");
    }

    private static byte Byte(ref ReadOnlySpan<byte> rest) => Take(ref rest, 1)[0];

    private static int Int32(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadInt32BigEndian(Take(ref rest, sizeof(int)));

    private static long Int64(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadInt64BigEndian(Take(ref rest, sizeof(long)));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (rest.Length < count)
        {
            throw new WatchProtocolException("A frame ends before its last field.");
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
