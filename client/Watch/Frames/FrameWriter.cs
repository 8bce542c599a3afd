using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace ActiveActive.Client.Watch.Frames;

/// <summary>Writes frames: a length of four bytes, a <see cref="FrameKind"/>, and the frame's fields, all big-endian. Newer versions may add fields at the end.</summary>
internal static class FrameWriter
{
    public static void Write(IBufferWriter<byte> output, WatchFrame frame)
    {
        var body = new ArrayBufferWriter<byte>(64);
        WriteBody(body, frame);
        if (body.WrittenCount > WatchProtocol.MaxFrame)
        {
            throw new WatchProtocolException($"A {frame.GetType().Name} frame would have {body.WrittenCount} bytes; the limit is {WatchProtocol.MaxFrame}.");
        }

        Int32(output, body.WrittenCount);
        output.Write(body.WrittenSpan);
    }

    private static void WriteBody(ArrayBufferWriter<byte> to, WatchFrame frame)
    {
        switch (frame)
        {
            case Hello hello:
                Byte(to, (byte)FrameKind.Hello);
                Byte(to, WatchProtocol.Version);
                Text(to, hello.ClusterId);
                Byte(to, hello.Silo is null ? (byte)0 : (byte)1);
                if (hello.Silo is { } silo)
                {
                    Silo(to, silo);
                }

                break;
            case Welcome welcome:
                Byte(to, (byte)FrameKind.Welcome);
                Byte(to, WatchProtocol.Version);
                Silo(to, welcome.Server);
                Int32(to, welcome.GatewayPort);
                Endpoint(to, welcome.ReachedAt);
                MemberList(to, welcome.Members);
                break;
            case TurnedAway turnedAway:
                Byte(to, (byte)FrameKind.TurnedAway);
                Text(to, turnedAway.Reason);
                break;
            case Ping ping:
                Byte(to, (byte)FrameKind.Ping);
                Int64(to, ping.Sequence);
                break;
            case Pong pong:
                Byte(to, (byte)FrameKind.Pong);
                Int64(to, pong.Sequence);
                Byte(to, (byte)pong.DialerStatus);
                Int64(to, pong.Version);
                if (pong.Wait is { } wait)
                {
                    Int32(to, (int)Math.Min(wait.TotalMilliseconds, int.MaxValue));
                }

                break;
            case Members members:
                Byte(to, (byte)FrameKind.Members);
                MemberList(to, members);
                break;
            case PeerRefused refused:
                Byte(to, (byte)FrameKind.PeerRefused);
                Silo(to, refused.Silo);
                break;
            case Goodbye:
                Byte(to, (byte)FrameKind.Goodbye);
                break;
            default:
                throw new ArgumentException($"{frame.GetType().Name} has no written form.", nameof(frame));
        }
    }

    private static void MemberList(ArrayBufferWriter<byte> to, Members members)
    {
        Int64(to, members.Version);
        Int32(to, members.All.Length);
        foreach (var member in members.All)
        {
            Silo(to, member.Address);
            Byte(to, (byte)member.Status);
            Int32(to, member.GatewayPort);
        }
    }

    private static void Silo(ArrayBufferWriter<byte> to, SiloAddress silo)
    {
        Endpoint(to, silo.Endpoint);
        Int32(to, silo.Generation);
    }

    private static void Endpoint(ArrayBufferWriter<byte> to, IPEndPoint endpoint)
    {
        var address = endpoint.Address.GetAddressBytes();
        Byte(to, (byte)address.Length);
        to.Write(address);
        Int32(to, endpoint.Port);
    }

    private static void Text(ArrayBufferWriter<byte> to, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Length <= WatchProtocol.MaxText ? text : text[..WatchProtocol.MaxText]);
        Int32(to, bytes.Length);
        to.Write(bytes);
    }

    private static void Byte(ArrayBufferWriter<byte> to, byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }

    private static void Int32(IBufferWriter<byte> to, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(sizeof(int)), value);
        to.Advance(sizeof(int));
    }

    private static void Int64(ArrayBufferWriter<byte> to, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(to.GetSpan(sizeof(long)), value);
        to.Advance(sizeof(long));
    }
}
