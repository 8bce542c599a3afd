using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using ActiveActive.Silo.Membership.Watch;
using CsCheck;

namespace ActiveActive.Tests.Unit.Watch;

public sealed class WatchMiddlewareTests
{
    [Theory]
    [InlineData("AAWATCH1", true)]
    [InlineData("AAWATCH1 and more", true)]
    [InlineData("AAWATCH2 and more", false)]
    [InlineData("AAW", false)] // ends there
    [InlineData("", false)]
    [InlineData("ABCDEFGHIJ", false)]
    public async Task The_first_bytes_decide(string bytes, bool isOurs)
    {
        var pipe = new Pipe();
        var peek = WatchMiddleware.Peek(pipe.Reader).AsTask();
        foreach (var one in Encoding.ASCII.GetBytes(bytes))
        {
            await pipe.Writer.WriteAsync(new[] { one });
        }

        await pipe.Writer.CompleteAsync();
        Assert.Equal(isOurs, await peek);
    }

    // CsCheck prints the seed of a failing case; CsCheck_Seed=... replays it.
    [Fact]
    public async Task Bytes_of_others_pass_unchanged_however_they_arrive()
    {
        var likely = Gen.OneOf(Gen.Byte, Gen.Int[0, 7].Select(static i => "AAWATCH1"u8[i]));
        await Gen.Select(likely.Array[0, 40], Gen.Int[1, 8]).SampleAsync(async (bytes, chunk) =>
        {
            if (bytes.AsSpan().StartsWith("AAWATCH1"u8))
            {
                return;
            }

            var pipe = new Pipe();
            var peek = WatchMiddleware.Peek(pipe.Reader).AsTask();
            for (var i = 0; i < bytes.Length; i += chunk)
            {
                await pipe.Writer.WriteAsync(bytes.AsMemory(i, Math.Min(chunk, bytes.Length - i)));
            }

            await pipe.Writer.CompleteAsync();
            Assert.False(await peek);
            var passed = new MemoryStream();
            await pipe.Reader.CopyToAsync(passed);
            Assert.Equal(bytes, passed.ToArray());
        });
    }

    [Fact]
    public async Task A_connection_of_others_goes_on_before_its_eighth_byte()
    {
        var pipe = new Pipe();
        var peek = WatchMiddleware.Peek(pipe.Reader).AsTask();
        await pipe.Writer.WriteAsync(new byte[] { 200 });
        Assert.False(await peek);
        Assert.Equal([200], (await pipe.Reader.ReadAsync()).Buffer.ToArray());
    }

    [Fact]
    public async Task A_connection_that_is_closed_from_our_side_goes_nowhere()
    {
        var pipe = new Pipe();
        var peek = WatchMiddleware.Peek(pipe.Reader).AsTask();
        pipe.Reader.CancelPendingRead();
        Assert.Null(await peek);
    }
}
