using System.Collections.Immutable;
using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.State.Storage;
using Google.Protobuf;

namespace ActiveActive.Silo.Replication;

/// <summary>Entries as bytes. What is hashed, stored and sent are the bytes as the writer made them; nobody makes them again.</summary>
internal static class EntryCodec
{
    private const long MicrosecondTicks = TimeSpan.TicksPerMicrosecond;

    /// <summary>The entry of a write.</summary>
    /// <param name="write">The write.</param>
    /// <param name="committedAt">The time of its commit; null for none.</param>
    /// <param name="traceParent">The trace that it is made in; null for none.</param>
    public static byte[] Write(StateWrite write, DateTimeOffset? committedAt = null, string? traceParent = null)
    {
        var tells = write.Tells!;
        var change = new Wire.Change
        {
            GrainType = write.Key.GrainType,
            GrainKey = write.Key.GrainKey,
            Name = write.Key.Name,
            TypeVersion = write.TypeVersion,
            Delta = UnsafeByteOperations.UnsafeWrap(tells.Delta),
            CommittedAt = Microseconds(committedAt),
            TraceParent = traceParent ?? "",
        };
        foreach (var (origin, number) in tells.Needs.Seen)
        {
            change.Needs.Add(new Wire.Seen { Origin = origin.ToString(), Number = number });
        }

        foreach (var effect in write.Effects)
        {
            change.Effects.Add(new Wire.Effect { Id = Bytes(effect.Id.Value), Root = effect.Root == Guid.Empty ? ByteString.Empty : Bytes(effect.Root), Reply = UnsafeByteOperations.UnsafeWrap(effect.Reply) });
        }

        return new Wire.Entry { Change = change }.ToByteArray();
    }

    /// <summary>An entry that tells how far the streams are applied.</summary>
    public static byte[] Write(int shards, IEnumerable<KeyValuePair<StreamId, long>> applied, DateTimeOffset? committedAt = null)
    {
        var mark = new Wire.Mark { Shards = shards, CommittedAt = Microseconds(committedAt) };
        mark.Applied.Add(applied.Select(static one => Position(one.Key, one.Value)));
        return new Wire.Entry { Mark = mark }.ToByteArray();
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="InvalidDataException">It is none that this code knows.</exception>
    public static LogEntry Read(byte[] bytes)
    {
        Wire.Entry entry;
        try
        {
            entry = Wire.Entry.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidDataException($"An entry of {bytes.Length} bytes cannot be read: {error.Message}", error);
        }

        var hash = BatchHash.Of(bytes);
        return entry.WhatCase switch
        {
            Wire.Entry.WhatOneofCase.Change => Change(hash, entry.Change),
            Wire.Entry.WhatOneofCase.Mark => new MarkEntry(hash, entry.Mark.Shards, entry.Mark.Applied.ToImmutableSortedDictionary(static one => StreamOf(one.Stream), static one => one.Number)) { CommittedAt = Time(entry.Mark.CommittedAt) },
            _ => throw new InvalidDataException("An entry is of a kind that this region's code does not know. Deploy the newer code here."),
        };
    }

    /// <summary>The key of the grain that an entry changes; null when it changes none.</summary>
    public static string? GrainKey(byte[] entry)
    {
        using var input = new CodedInputStream(entry);
        if (WireFormat.GetTagFieldNumber(input.ReadTag()) != Wire.Entry.ChangeFieldNumber)
        {
            return null;
        }

        input.ReadLength();
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == Wire.Change.GrainKeyFieldNumber)
            {
                return input.ReadString();
            }

            input.SkipLastField();
        }

        return null;
    }

    /// <summary>A stream and a number in it, as they are sent.</summary>
    public static Wire.Position Position(StreamId stream, long number) => new() { Stream = Stream(stream), Number = number };

    /// <summary>A stream as it is sent.</summary>
    public static Wire.Stream Stream(StreamId stream) => new() { Region = stream.Origin.Region, Incarnation = stream.Origin.Incarnation, Shard = stream.Shard, Class = stream.Class };

    /// <summary>A stream that was sent.</summary>
    public static StreamId StreamOf(Wire.Stream stream) => new(new Origin(stream.Region, stream.Incarnation), stream.Shard, stream.Class);

    private static StateEntry Change(BatchHash hash, Wire.Change change) => new(
        hash,
        new StateKey(change.GrainType, change.GrainKey, change.Name),
        change.TypeVersion,
        change.Delta.ToByteArray(),
        VersionVector.Of(change.Needs.Select(static seen => KeyValuePair.Create(Origin.Parse(seen.Origin), seen.Number))),
        [.. change.Effects.Select(static effect => new EffectRow(new RequestId(Id(effect.Id)), effect.Root.IsEmpty ? Guid.Empty : Id(effect.Root), effect.Reply.ToByteArray(), null))])
    {
        CommittedAt = Time(change.CommittedAt),
        TraceParent = change.TraceParent.Length == 0 ? null : change.TraceParent,
    };

    private static long Microseconds(DateTimeOffset? time) => time is { } at ? (at - DateTimeOffset.UnixEpoch).Ticks / MicrosecondTicks : 0;

    // What is no time is taken for none: it is only measured by.
    private static DateTimeOffset? Time(long microseconds) =>
        microseconds <= 0 || microseconds > (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / MicrosecondTicks ? null : DateTimeOffset.UnixEpoch.AddTicks(microseconds * MicrosecondTicks);

    private static ByteString Bytes(Guid id) => UnsafeByteOperations.UnsafeWrap(id.ToByteArray(bigEndian: true));

    private static Guid Id(ByteString bytes) => new(bytes.Span, bigEndian: true);
}
