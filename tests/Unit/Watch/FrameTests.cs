using System.Buffers;
using System.Net;
using ActiveActive.Client.Watch;
using ActiveActive.Client.Watch.Frames;
using CsCheck;

namespace ActiveActive.Tests.Unit.Watch;

public sealed class FrameTests
{
    private static readonly Gen<SiloAddress> Silo = Gen.Select(Gen.Byte.Array[4], Gen.Int[0, 65535], Gen.Int, Gen.Bool)
        .Select((address, port, generation, six) => SiloAddress.New(new IPEndPoint(six ? new IPAddress(address).MapToIPv6() : new IPAddress(address), port), generation));

    private static readonly Gen<Members> MemberLists = Gen.Select(Gen.Long, Gen.Select(Silo, Gen.Int[0, 6], Gen.Int[0, 65535], static (silo, status, port) => new Member(silo, (SiloStatus)status, port)).Array[0, 30])
        .Select(static (version, members) => new Members(version, [.. members]));

    private static readonly Gen<WatchFrame> Frames = Gen.OneOf(
        Gen.Select(Gen.String[0, 40], Silo, static (cluster, silo) => (WatchFrame)new Hello(cluster, silo)),
        Gen.String[0, 40].Select(static cluster => (WatchFrame)new Hello(cluster)),
        Gen.Select(Silo, Gen.Int[0, 65535], MemberLists, static (silo, port, members) => (WatchFrame)new Welcome(silo, port, silo.Endpoint, members)),
        Gen.String[0, 40].Select(static reason => (WatchFrame)new TurnedAway(reason)),
        Gen.Long.Select(static sequence => (WatchFrame)new Ping(sequence)),
        Gen.Select(Gen.Long, Gen.Int[0, 6], Gen.Long, Gen.Int[-1, int.MaxValue], static (sequence, status, version, wait) => (WatchFrame)new Pong(sequence, (SiloStatus)status, version, wait < 0 ? null : TimeSpan.FromMilliseconds(wait))),
        MemberLists.Select(static members => (WatchFrame)members),
        Silo.Select(static silo => (WatchFrame)new PeerRefused(silo)),
        Gen.Const((WatchFrame)new Goodbye()));

    // CsCheck prints the seed of a failing case; CsCheck_Seed=... replays it.
    [Fact]
    public void Frames_come_out_as_they_went_in_also_byte_by_byte() =>
        Frames.Array[1, 5].Sample(frames =>
        {
            var bytes = Write(frames);
            var whole = new ReadOnlySequence<byte>(bytes);
            Assert.All(frames, frame => Assert.Equal(frame, FrameReader.TryRead(ref whole)));
            Assert.True(whole.IsEmpty);

            var read = new List<WatchFrame>();
            var rest = ReadOnlySequence<byte>.Empty;
            for (int from = 0, to = 0; to <= bytes.Length; to++)
            {
                rest = new ReadOnlySequence<byte>(bytes, from, to - from);
                if (FrameReader.TryRead(ref rest) is { } frame)
                {
                    read.Add(frame);
                    from = to;
                }
            }

            Assert.Equal(frames, read);
        });

    [Fact]
    public void Garbage_is_refused_or_waits_and_never_does_anything_else() =>
        Gen.Byte.Array[0, 300].Sample(static bytes => ReadAll(bytes));

    [Fact]
    public void A_damaged_frame_is_refused_or_read_as_another() =>
        Gen.Select(Frames, Gen.Int[0, int.MaxValue], Gen.Byte).Sample((frame, at, value) =>
        {
            var bytes = Write(frame);
            bytes[at % bytes.Length] = value;
            ReadAll(bytes);
        });

    [Fact]
    public void The_most_members_fit_into_one_frame()
    {
        var silo = SiloAddress.New(new IPEndPoint(IPAddress.IPv6Loopback, 65535), int.MaxValue);
        var members = new Members(long.MaxValue, [.. Enumerable.Repeat(new Member(silo, SiloStatus.Active, 65535), WatchProtocol.MaxMembers)]);
        var bytes = new ReadOnlySequence<byte>(Write(members));
        Assert.Equal(members, FrameReader.TryRead(ref bytes));
    }

    [Theory]
    [InlineData("00000000")] // empty
    [InlineData("FFFFFFFF")] // negative
    [InlineData("00040001")] // too long
    [InlineData("0000000104")] // a ping without its sequence
    [InlineData("0000000D06 0000000000000001 7FFFFFFF")] // more members than allowed
    [InlineData("0000000D06 0000000000000001 00000005")] // members that are not there
    [InlineData("0000000307 0302")] // an IP address of three bytes
    [InlineData("0000000E07 04 7F000001 0001FFFF 00000000 ")] // port 131071
    [InlineData("0000000503 7FFFFFFF")] // a text that is not there
    public void Impossible_frames_are_refused(string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Throws<WatchProtocolException>(() =>
        {
            var received = new ReadOnlySequence<byte>(bytes);
            FrameReader.TryRead(ref received);
        });
    }

    [Fact]
    public void Frames_of_a_newer_version_are_skipped_and_their_new_fields_ignored()
    {
        byte[] bytes = [0, 0, 0, 3, 200, 1, 2, 0, 0, 0, 10, (byte)FrameKind.Ping, 0, 0, 0, 0, 0, 0, 0, 7, 99];
        var received = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(new Ping(7), FrameReader.TryRead(ref received));
        Assert.True(received.IsEmpty);
    }

    private static void ReadAll(byte[] bytes)
    {
        var received = new ReadOnlySequence<byte>(bytes);
        try
        {
            while (FrameReader.TryRead(ref received) is not null)
            {
            }
        }
        catch (WatchProtocolException)
        {
        }
    }

    private static byte[] Write(params WatchFrame[] frames)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var frame in frames)
        {
            FrameWriter.Write(bytes, frame);
        }

        return bytes.WrittenSpan.ToArray();
    }
}
