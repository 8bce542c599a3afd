using System.Diagnostics;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>
/// The traces of group commits. A write has a <c>commit</c>, from being queued to its outcome; the flush that takes it is one for many, so it stands in the trace of the first write and is linked with the commits of the others.
/// </summary>
internal static class FlushTraces
{
    /// <summary>Begins a write's commit; null when none of its traces is recorded.</summary>
    public static Activity? Commit(StateWrite write) =>
        write.Traces is [var first, ..] ? Tracing.Begin("commit", ActivityKind.Internal, first, write.Traces.Skip(1).Select(static other => new ActivityLink(other)))?.SetTag("aa.grain_type", write.Key.GrainType) : null;

    /// <summary>Begins the flush of some writes; null when none of them is traced.</summary>
    public static Activity? Flush(List<WaitingWrite> writes)
    {
        var traced = writes.Find(static waiting => waiting.Trace is not null)?.Trace;
        if (traced is null)
        {
            return null;
        }

        var others = writes.Select(static waiting => waiting.Trace).OfType<Activity>().Where(other => other != traced).ToList();
        var flush = Tracing.Begin("flush", ActivityKind.Client, traced.Context, others.Select(static other => new ActivityLink(other.Context)))?.SetTag("aa.writes", writes.Count);
        if (flush is not null)
        {
            others.ForEach(other => other.AddLink(new ActivityLink(flush.Context)));
        }

        return flush;
    }
}
