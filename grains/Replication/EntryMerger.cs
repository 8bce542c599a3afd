using System.Reflection;
using System.Text.Json;
using ActiveActive.Merging;
using ActiveActive.State;

namespace ActiveActive.Replication;

/// <inheritdoc cref="IEntryMerger"/>
/// <param name="typeVersion">The version of the type; null for what its <see cref="StateTypeAttribute"/> says.</param>
/// <typeparam name="T">The value of the state.</typeparam>
internal sealed class EntryMerger<T>(int? typeVersion = null) : IEntryMerger
    where T : class
{
    public int TypeVersion { get; } = typeVersion ?? typeof(T).GetCustomAttribute<StateTypeAttribute>()?.Version ?? 1;

    public RowMerge Merge(byte[]? payload, IReadOnlyList<ArrivedEntry> entries, IStability stability, long latest)
    {
        var before = payload is null ? Replica<T>.Empty : JsonSerializer.Deserialize<Replica<T>>(payload)!;
        var replica = before;
        var merged = new List<ArrivedEntry>();
        var conflicts = new List<Conflict>();
        var left = entries.ToList();
        while (left.Find(entry => replica.State.Context.Vector.Includes(entry.Entry.Needs)) is { } next)
        {
            try
            {
                replica = Take(replica, next, latest, conflicts.Add);
            }
#pragma warning disable CA1031 // Whatever a type throws belongs to this entry; it is put aside with its cause.
            catch (Exception error)
#pragma warning restore CA1031
            {
                return Done(next, error);
            }

            left.Remove(next);
            merged.Add(next);
        }

        return Done(null, null);

        RowMerge Done(ArrivedEntry? poison, Exception? cause)
        {
            var folded = merged.Count == 0 ? replica : replica.Fold(merged[0].Stream.Class, stability);
            return new RowMerge(ReferenceEquals(folded, before) ? null : JsonSerializer.SerializeToUtf8Bytes(folded), merged, poison, cause, conflicts, folded.State.Value);
        }
    }

    private Replica<T> Take(Replica<T> replica, ArrivedEntry arrived, long latest, Action<Conflict> onConflict)
    {
        var entry = arrived.Entry;
        if (entry.TypeVersion > TypeVersion)
        {
            throw new StateVersionException($"The change has type version {entry.TypeVersion}; this region's {typeof(T).Name} is version {TypeVersion}. Deploy the newer code here, then let it be tried again.");
        }

        var delta = JsonSerializer.Deserialize<Merged<T>>(entry.Delta)!;
        if (delta.Latest.Milliseconds > latest)
        {
            throw new ClockDriftException($"The change is stamped {delta.Latest.Time:O}, too far ahead of this region's clock. Set the clock of {delta.Latest.Origin.Region} right, and let it be tried again later.");
        }

        return replica.State.Context.Includes(delta.Context) ? replica : replica.Take(delta, arrived.Stream, arrived.Batch, onConflict);
    }
}
