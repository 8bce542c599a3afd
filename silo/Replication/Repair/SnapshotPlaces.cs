using ActiveActive.Silo.Replication.DeadLetters;
using ActiveActive.Silo.Replication.Residency;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>The positions that this region's rows include, from which another region can go on with each stream.</summary>
internal sealed class SnapshotPlaces(LogTables tables, DeadLetterTables letters, SendGuard guard, OwnStreams own)
{
    /// <summary>Reads those of the streams that a region may have. What is put aside is not included, nor what comes after it in its stream.</summary>
    /// <exception cref="InvalidDataException">The log has lost a batch.</exception>
    public async Task<List<Wire.Place>> Read(string asking, CancellationToken cancellation)
    {
        // In this order: all that is put aside up to there is found then.
        var streams = await tables.Streams(cancellation);
        var aside = await letters.All(cancellation);
        var places = new List<Wire.Place>();
        foreach (var stream in streams.Where(stream => guard.MayHave(asking, stream.Stream)))
        {
            var applied = stream.Stream.Origin == own.Self ? stream.Head.Number : stream.Applied;
            var held = aside.Where(one => one.Stream == stream.Stream).Select(static one => one.Batch - 1);
            var number = held.Append(applied).Min();
            if (number > 0)
            {
                var hash = number == stream.Head.Number ? stream.Head.Hash : await LogTables.HashAt(stream, number, cancellation)
                    ?? throw new InvalidDataException($"The log of region {own.Self.Region} does not have batch {number} of {stream.Stream}, up to which it is applied. Was the table activeactive.log changed by hand?");
                places.Add(new Wire.Place { Position = EntryCodec.Position(stream.Stream, number), Hash = RepairCodec.Bytes(hash), Mark = stream.Mark is null ? Google.Protobuf.ByteString.Empty : Google.Protobuf.UnsafeByteOperations.UnsafeWrap(stream.Mark) });
            }
        }

        return places;
    }
}
