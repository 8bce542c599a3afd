using System.Reflection;
using System.Text.Json;
using ActiveActive.Replication;
using ActiveActive.State.Storage;
using ActiveActive.State.Updates;

namespace ActiveActive.State.Replicated;

/// <summary>A replicated state's form: its row has the value with what it has seen, and other regions are told what has changed. One for each activation, as it remembers the batch of its last write.</summary>
internal sealed class ReplicaForm<T>(StateKey key, IRegionContext region) : StateForm<Replica<T>>
    where T : class
{
    private static readonly int Type = typeof(T).GetCustomAttribute<StateTypeAttribute>()?.Version ?? 1;
    private readonly StreamId _stream = region.StreamOf(key);
    private (long Number, long Batch)? _own;

    public override int TypeVersion => Type;

    public override Replica<T> Empty => Replica<T>.Empty;

    public override byte[] Write(Replica<T> state) => JsonSerializer.SerializeToUtf8Bytes(state);

    public override Replica<T> Read(StateKey key, StateRow row)
    {
        if (row.TypeVersion > TypeVersion)
        {
            throw new StateVersionException(
                $"The row of {key} has type version {row.TypeVersion}; this silo's {typeof(T).Name} is version {TypeVersion}. The row is left as it is. Deploy the newer code to this silo.");
        }

        try
        {
            return row.Payload is null ? Empty : JsonSerializer.Deserialize<Replica<T>>(row.Payload)!;
        }
        catch (JsonException error)
        {
            throw new StateVersionException($"The row of {key} (type version {row.TypeVersion}) cannot be read as replicated {typeof(T).Name}: {error.Message} The row is left as it is.", error);
        }
    }

    // Mergeable values are immutable.
    public override Replica<T> Private(Replica<T> state) => state;

    public override Replica<T> Prepare(Replica<T> state) =>
        region.IsAlone(_stream) ? new Replica<T>(state.State.Fold(state.State.Context.Vector)) : (_own is { } own ? state.Note(_stream, own.Number, own.Batch) : state).Fold(_stream.Class, region);

    public override StateDelta? Tells(Replica<T> before, Replica<T> next) =>
        next.State.Since(before.State) is { } delta ? new StateDelta(_stream.Class, JsonSerializer.SerializeToUtf8Bytes(delta), before.State.Context.Vector) : null;

    public override IDisposable? Begin() => region.BeginWrite();

    public override void Committed(Replica<T> state, StateDelta? told) =>
        _own = told is { Batch: > 0 } ? (state.State.Context.Vector[_stream.Origin], told.Batch) : null;
}
