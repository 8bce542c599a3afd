using System.Diagnostics;
using ActiveActive.Merging;
using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication;

/// <summary>Goes on here with the traces that changes of other regions were made in.</summary>
internal static class ApplyTraces
{
    /// <summary>Notes that changes are applied, and whoever reads them is told.</summary>
    /// <param name="self">This region.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="began">When their merging began.</param>
    public static void Note(Origin self, IReadOnlyCollection<ArrivedEntry> changes, DateTimeOffset began)
    {
        if (!Tracing.Source.HasListeners())
        {
            return;
        }

        foreach (var change in changes)
        {
            if (Tracing.Parse(change.Entry.TraceParent) is { } trace && Tracing.Begin("apply", ActivityKind.Consumer, trace, began: began) is { } apply)
            {
                apply.SetTag("aa.region", self.Region).SetTag("aa.origin", change.Stream.Origin.Region).SetTag("aa.batch", change.Batch).SetTag("aa.grain_type", change.Entry.Key.GrainType);
                Tracing.End(apply);
            }
        }
    }
}
