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
                replica = next.IsDropped ? Skip(replica, next, entries) : Take(replica, next, latest, conflicts.Add);
            }
#pragma warning disable CA1031 // Whatever a type throws belongs to this entry; it is put aside with its cause.
            catch (Exception error) when (!IsKnown(replica, next))
#pragma warning restore CA1031
            {
                return Done(next, error);
            }
            catch (Exception)
            {
                // It was dropped or repaired earlier, and comes again after a restart.
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

    public IReadOnlyList<ArrivedEntry> Known(byte[]? payload, IReadOnlyList<ArrivedEntry> entries)
    {
        var replica = payload is null ? Replica<T>.Empty : JsonSerializer.Deserialize<Replica<T>>(payload)!;
        return [.. entries.Where(entry => IsKnown(replica, entry))];
    }

    private static bool IsKnown(Replica<T> replica, ArrivedEntry arrived) => DeltaHead.Of(arrived.Entry.Delta) is { } head && replica.State.Context.Includes(head.Context);

    /// <summary>Takes note of a change that is to be lost. Only what it wrote itself: what it has replaced stays.</summary>
    private static Replica<T> Skip(Replica<T> replica, ArrivedEntry arrived, IReadOnlyList<ArrivedEntry> entries)
    {
        if (DeltaHead.Of(arrived.Entry.Delta) is { } head)
        {
            return replica.Skip(head.Context, head.Latest, arrived.Stream, arrived.Batch);
        }

        // It cannot be read. The writer's next change of the state tells what it had seen before, and so what this one wrote.
        var next = entries
            .Where(entry => entry.Stream == arrived.Stream && (entry.Batch, entry.Place).CompareTo((arrived.Batch, arrived.Place)) > 0)
            .MinBy(static entry => (entry.Batch, entry.Place))
            ?? throw new InvalidDataException("The change cannot be read, and no later one of its writer is here that would tell what it wrote. Let it be dropped when there is one, or repair it.");
        var origin = arrived.Stream.Origin;
        return replica.Skip(new CausalContext(VersionVector.None.With(origin, next.Entry.Needs[origin])), default, arrived.Stream, arrived.Batch);
    }

    private Replica<T> Take(Replica<T> replica, ArrivedEntry arrived, long latest, Action<Conflict> onConflict)
    {
        var entry = arrived.Entry;
        if (entry.TypeVersion > TypeVersion && arrived.Repaired is null)
        {
            throw new StateVersionException($"The change has type version {entry.TypeVersion}; this region's {typeof(T).Name} is version {TypeVersion}. Deploy the newer code here, then let it be tried again.");
        }

        var delta = JsonSerializer.Deserialize<Merged<T>>(arrived.Repaired ?? entry.Delta)!;
        if (arrived.Repaired is not null && DeltaHead.Of(entry.Delta) is { } original && !delta.Context.Includes(original.Context))
        {
            throw new InvalidDataException($"The repaired change has seen {delta.Context}, the one that it replaces {original.Context}. Keep the Context of the original, or what comes behind it would wait for ever.");
        }

        if (delta.Latest.Milliseconds > latest)
        {
            throw new ClockDriftException($"The change is stamped {delta.Latest.Time:O}, too far ahead of this region's clock. Set the clock of {delta.Latest.Origin.Region} right, and let it be tried again later.");
        }

        return replica.State.Context.Includes(delta.Context) ? replica : replica.Take(delta, arrived.Stream, arrived.Batch, onConflict);
    }
}
