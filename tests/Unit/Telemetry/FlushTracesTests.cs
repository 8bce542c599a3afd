using System.Diagnostics;
using ActiveActive.Silo.Storage.Flushes;
using ActiveActive.State.Storage;

namespace ActiveActive.Tests.Unit.Telemetry;

/// <summary>A flush serves many traces.</summary>
public sealed class FlushTracesTests
{
    [Fact]
    public void A_flush_is_part_of_the_first_trace_and_linked_with_the_others_both_ways()
    {
        var (first, second, extra) = (NewTrace(), NewTrace(), NewTrace());
        ActivityTraceId[] ours = [first.TraceId, second.TraceId, extra.TraceId];
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => ours.Contains(options.Parent.TraceId) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);

        List<WaitingWrite> writes = [Waiting("untraced"), Waiting("a", first, extra), Waiting("b", second)];
        var flush = FlushTraces.Flush(writes)!;
        Assert.Equal((first.TraceId, writes[1].Trace!.SpanId), (flush.TraceId, flush.ParentSpanId));
        Assert.Equal([writes[2].Trace!.Context], flush.Links.Select(static link => link.Context));
        Assert.Equal([flush.Context], writes[2].Trace!.Links.Select(static link => link.Context));
        Assert.Equal([extra], writes[1].Trace!.Links.Select(static link => link.Context));
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void Without_a_trace_there_is_none() => Assert.Null(FlushTraces.Flush([Waiting("a")]));

    private static ActivityContext NewTrace() => new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    private static WaitingWrite Waiting(string key, params ActivityContext[] traces)
    {
        var write = new StateWrite(new StateKey("counter", key, "value"), 0, Guid.NewGuid(), ChangesState: true, 1, [], [], []) { Traces = traces };
        return new WaitingWrite(write, 0) { Trace = FlushTraces.Commit(write) };
    }
}
