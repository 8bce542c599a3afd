using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ActiveActive.Merging;

namespace ActiveActive.Replication;

/// <summary>A replicated state as its row keeps it: the state, and what is needed to know which part of it is stable.</summary>
/// <param name="State">The state.</param>
/// <param name="Notes">One note for each writer, or none: enough, since what comes later is noted when this is stable. Null for none.</param>
/// <typeparam name="T">The value.</typeparam>
internal sealed record Replica<T>(Merged<T> State, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableDictionary<string, Noted>? Notes = null)
    where T : class
{
    /// <summary>The state before any change.</summary>
    public static Replica<T> Empty { get; } = new(Merged<T>.Empty);

    /// <summary>With a change of another region.</summary>
    /// <param name="delta">The change.</param>
    /// <param name="stream">The stream that it came in.</param>
    /// <param name="batch">Its batch.</param>
    /// <param name="onConflict">Told of conflicts.</param>
    public Replica<T> Take(Merged<T> delta, StreamId stream, long batch, Action<Conflict>? onConflict = null)
    {
        var joined = State.Join(delta, onConflict);
        return (this with { State = joined }).Note(stream, joined.Context.Vector[stream.Origin], batch);
    }

    /// <summary>As if it had a change of another region, of which nothing is taken.</summary>
    /// <param name="seen">What the change has seen.</param>
    /// <param name="latest">Its stamp.</param>
    /// <param name="stream">The stream that it came in.</param>
    /// <param name="batch">Its batch.</param>
    public Replica<T> Skip(CausalContext seen, Stamp latest, StreamId stream, long batch)
    {
        var state = new Merged<T>(State.Value, State.Context.Join(seen), latest > State.Latest ? latest : State.Latest, State.Folded);
        return (this with { State = state }).Note(stream, state.Context.Vector[stream.Origin], batch);
    }

    /// <summary>Notes up to where it has a writer's changes.</summary>
    /// <param name="stream">The writer's stream.</param>
    /// <param name="number">Of the last change.</param>
    /// <param name="batch">The batch that told it, or a later one of the same stream.</param>
    public Replica<T> Note(StreamId stream, long number, long batch)
    {
        var notes = Notes ?? ImmutableDictionary<string, Noted>.Empty;
        var writer = stream.Origin.ToString();
        return number == 0 || notes.ContainsKey(writer) ? this : this with { Notes = notes.Add(writer, new Noted(number, stream.Shard, batch)) };
    }

    /// <summary>With all that another region's whole state has.</summary>
    /// <param name="other">The other region's.</param>
    /// <remarks>
    /// Neither is folded as far as the other first: one that lacks some of what is stable, since it was restored, would fold without knowledge of it, and could count a request for another region than all others do.
    /// </remarks>
    public Replica<T> Join(Replica<T> other) => (this with { State = State.Join(other.State) }).Noting(other);

    /// <summary>With the notes of another region's state about writers of whom this one has none. What a note says of a stream is true in every region.</summary>
    /// <param name="other">The other region's; this one has seen as much.</param>
    public Replica<T> Noting(Replica<T> other) => other.Notes is null ? this : this with { Notes = Notes is null ? other.Notes : other.Notes.SetItems(Notes) };

    /// <summary>The same in less space, as far as it is stable.</summary>
    /// <param name="residency">The state's residency class.</param>
    /// <param name="stability">What is stable.</param>
    public Replica<T> Fold(string residency, IStability stability)
    {
        if (Notes is null)
        {
            return this;
        }

        var (stable, left) = (State.Folded, Notes);
        foreach (var (writer, note) in Notes)
        {
            var origin = Origin.Parse(writer);
            if (stability.Stable(new StreamId(origin, note.Shard, residency)) >= note.Batch)
            {
                (stable, left) = (stable.With(origin, note.Number), left.Remove(writer));
            }
        }

        return left.Count == Notes.Count ? this : new Replica<T>(State.Fold(stable), left.IsEmpty ? null : left);
    }
}
