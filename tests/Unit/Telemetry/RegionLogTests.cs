using System.Collections.Immutable;
using System.Text;
using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.State.Storage;
using StreamId = ActiveActive.Replication.StreamId;

namespace ActiveActive.Tests.Unit.Telemetry;

public sealed class RegionLogTests
{
    private static readonly Origin Self = new("eu", 1);
    private static readonly StreamId Theirs = new(new Origin("us", 1), 0, "all");
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<DateTimeOffset?> _marked = [];
    private readonly RegionLog _log;
    private StreamHead _head;

    public RegionLogTests() => _log = new RegionLog(Self, static _ => ["eu", "us"]) { Marked = (_, mark) => _marked.Add(mark.CommittedAt) };

    [Fact]
    public void A_watermark_is_the_newest_time_of_what_is_applied_and_waits_for_what_is_not()
    {
        Assert.Null(_log.Watermark(Theirs));
        Store(Mark(1));
        Assert.Equal(Start.AddSeconds(1), _log.Watermark(Theirs));
        Store(Change(2));
        Store(Mark(3));
        Assert.Equal((Start.AddSeconds(1), 200), (_log.Watermark(Theirs)!.Value, _log.OpenBytes(Theirs)));
        var work = Assert.Single(_log.Take(10));
        _log.Settle(work, [.. work.Entries]);
        Assert.Equal((Start.AddSeconds(3), 0), (_log.Watermark(Theirs)!.Value, _log.OpenBytes(Theirs)));
        Assert.Equal([Start.AddSeconds(1), Start.AddSeconds(3)], _marked);
    }

    [Fact]
    public void A_watermark_goes_on_from_the_last_mark_that_was_noted()
    {
        _log.Begin(Theirs, new StreamHead(5, BatchHash.None), 5, Mark(4));
        Assert.Equal(Start.AddSeconds(4), _log.Watermark(Theirs));
    }

    [Fact]
    public void Marks_behind_what_is_put_aside_are_heard_when_it_is_merged_after_all()
    {
        Store(Mark(1));
        Store(Change(2));
        var work = Assert.Single(_log.Take(10));
        _log.PutAside(Theirs, 2);
        _log.Settle(work, [.. work.Entries]);
        for (var second = 3; second <= 2_000; second++)
        {
            Store(Mark(second));
        }

        // Applied, so the watermark moves; but what they say is not to be relied on.
        Assert.Equal((Start.AddSeconds(2_000), Start.AddSeconds(1)), (_log.Watermark(Theirs)!.Value, _log.LastMark(Theirs)!.CommittedAt!.Value));
        Assert.Equal(1, _log.Unheard); // one is enough
        _log.TakeBack(Theirs, 2);
        Assert.Equal((Start.AddSeconds(2_000), 0), (_log.LastMark(Theirs)!.CommittedAt!.Value, _log.Unheard));
    }

    private static MarkEntry Mark(int second) =>
        new(BatchHash.Of(Encoding.UTF8.GetBytes($"mark {second}")), 1, ImmutableSortedDictionary<StreamId, long>.Empty) { CommittedAt = Start.AddSeconds(second) };

    private static StateEntry Change(int second) =>
        new(BatchHash.Of(Encoding.UTF8.GetBytes($"change {second}")), new StateKey("counter", "a", "value"), 1, [], VersionVector.None, []) { CommittedAt = Start.AddSeconds(second) };

    private void Store(LogEntry entry)
    {
        var batch = LogBatch.After(Theirs, _head, [entry]) with { Bytes = 100 };
        _head = new StreamHead(batch.Number, batch.Hash);
        _log.Stored(batch);
    }
}
