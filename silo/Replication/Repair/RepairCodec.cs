using System.Text.Json;
using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Replication.Repair;
using ActiveActive.State.Storage;
using Google.Protobuf;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>What regions tell each other in repair, as it is sent.</summary>
internal static class RepairCodec
{
    public static Wire.StateName Write(StateKey key) => new() { GrainType = key.GrainType, GrainKey = key.GrainKey, Name = key.Name };

    public static StateKey Read(Wire.StateName name) => new(name.GrainType, name.GrainKey, name.Name);

    public static Wire.Range Write(PlaceRange range) => new() { First = range.First, Bits = range.Bits };

    /// <exception cref="InvalidDataException">It is no range.</exception>
    public static PlaceRange Read(Wire.Range range) => new PlaceRange(range.First, range.Bits) is { IsValid: true } read ? read : throw new InvalidDataException($"There is no range of {range.Bits} bits that begins at {range.First}.");

    public static Wire.RangeOf Write(RangeAnswer answer)
    {
        var sent = new Wire.RangeOf();
        sent.Parts.Add(answer.Parts.Select(static part => new Wire.DigestOf { Count = part.Count, Hash = Bytes(part.Hash) }));
        sent.States.Add(answer.Prints.Select(static print => new Wire.PrintOf { Place = print.Place, Print = Bytes(print.Print) }));
        return sent;
    }

    public static RangeAnswer Read(Wire.RangeOf answer) => new(
        [.. answer.Parts.Select(static part => new RangeDigest(part.Count, BatchHash.From(part.Hash.Span)))],
        [.. answer.States.Select(static state => new StatePrint(state.Place, BatchHash.From(state.Print.Span)))]);

    public static Wire.State Write(StateKey key, SeenState? seen) => seen is null
        ? new Wire.State { Name = Write(key) }
        : new Wire.State { Name = Write(key), Exists = true, Context = seen.Context is null ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(seen.Context)), Print = Bytes(seen.Print) };

    public static SeenState? Read(Wire.State state) => state.Exists
        ? new SeenState(state.Context.IsEmpty ? null : JsonSerializer.Deserialize<CausalContext>(state.Context.Span), BatchHash.From(state.Print.Span))
        : null;

    public static IEnumerable<Wire.Position> Write(IEnumerable<KeyValuePair<StreamId, long>> positions) => positions.Select(static one => EntryCodec.Position(one.Key, one.Value));

    public static Dictionary<StreamId, long> Read(IEnumerable<Wire.Position> positions) => positions.ToDictionary(static one => EntryCodec.StreamOf(one.Stream), static one => one.Number);

    public static ByteString Bytes(Guid id) => UnsafeByteOperations.UnsafeWrap(id.ToByteArray(bigEndian: true));

    public static Guid Id(ByteString bytes) => new(bytes.Span, bigEndian: true);

    public static ByteString Bytes(BatchHash hash) => UnsafeByteOperations.UnsafeWrap(hash.ToArray());
}
