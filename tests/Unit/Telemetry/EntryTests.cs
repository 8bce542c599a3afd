using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Silo.Replication;
using ActiveActive.State.Storage;
using Google.Protobuf;
using Wire = ActiveActive.Silo.Replication.Wire;

namespace ActiveActive.Tests.Unit.Telemetry;

/// <summary>What is measured and traced by travels in the log, and is nothing to code that does not know it.</summary>
public sealed class EntryTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly DateTimeOffset At = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(678_901);
    private static readonly StreamId Stream = new(new Origin("eu", 1), 0, "all");
    private static readonly StateWrite Write = new(new StateKey("counter", "a", "value"), 0, Guid.NewGuid(), ChangesState: true, 1, [], [], []) { Tells = new StateDelta("all", [1, 2, 3], VersionVector.None) };

    [Fact]
    public void A_change_brings_its_time_and_its_trace()
    {
        var entry = Assert.IsType<StateEntry>(EntryCodec.Read(EntryCodec.Write(Write, At, Trace)));
        Assert.Equal((At, Trace), (entry.CommittedAt, entry.TraceParent));
        Assert.Equal("a", EntryCodec.GrainKey(EntryCodec.Write(Write, At, Trace)));
    }

    [Fact]
    public void A_mark_brings_its_time()
    {
        var mark = Assert.IsType<MarkEntry>(EntryCodec.Read(EntryCodec.Write(2, [KeyValuePair.Create(Stream, 7L)], At)));
        Assert.Equal((At, 2, 7L), (mark.CommittedAt, mark.Shards, mark.Applied[Stream]));
    }

    [Fact]
    public void What_older_code_wrote_has_neither()
    {
        var entry = Assert.IsType<StateEntry>(EntryCodec.Read(EntryCodec.Write(Write)));
        Assert.Equal((null, null), (entry.CommittedAt, entry.TraceParent));
        Assert.Null(EntryCodec.Read(EntryCodec.Write(1, [])).CommittedAt);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_time_that_is_none_is_none(long microseconds)
    {
        var bytes = new Wire.Entry { Mark = new Wire.Mark { Shards = 1, CommittedAt = microseconds } }.ToByteArray();
        Assert.Null(EntryCodec.Read(bytes).CommittedAt);
    }

    [Fact]
    public void Older_code_reads_a_mark_with_a_time_as_the_same_mark_without()
    {
        // Older code skips the field, as it does this one, which present code does not know.
        byte[] unknown = [0x78, 0x01];
        var bytes = new Wire.Mark { Shards = 1 }.ToByteArray().Concat(unknown).ToArray();
        Assert.Equal(1, Wire.Mark.Parser.ParseFrom(bytes).Shards);
    }
}
