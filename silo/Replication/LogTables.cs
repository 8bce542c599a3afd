using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Silo.Security;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using Npgsql;

namespace ActiveActive.Silo.Replication;

/// <summary>The log in the region's databases. When encryption at rest is on, entries are sealed there; hashes are of what they say.</summary>
internal sealed class LogTables(RegionDatabase database, StorageShards shards, OwnStreams own, ValueSealer sealer)
{
    private const int MostBatches = 512;
    private const long MostBytes = 1 << 20;

    /// <summary>Each time with a new data key.</summary>
    private const int MostSealings = 3;

    /// <summary>All streams, this region's own and those that it has received.</summary>
    public async Task<List<StoredStream>> Streams(CancellationToken cancellation)
    {
        var found = new List<StoredStream>();
        foreach (var source in shards.All.Select(static shard => shard.Source).Prepend(database.Source).Distinct())
        {
            await using var command = source.CreateCommand(ReplicationSql.Streams);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                found.Add(new StoredStream(
                    source,
                    reader.GetInt32(0),
                    new StreamId(new Origin(reader.GetString(1), reader.GetInt32(2)), reader.GetInt32(3), reader.GetString(4)),
                    new StreamHead(reader.GetInt64(5), BatchHash.From(reader.GetFieldValue<byte[]>(6))),
                    reader.GetInt64(7),
                    await reader.IsDBNullAsync(8, cancellation) ? null : reader.GetFieldValue<byte[]>(8)));
            }
        }

        return found;
    }

    /// <summary>The next batches after a number: some, or none when there are none.</summary>
    public async Task<List<StoredBatch>> Read(StoredStream stream, long after, CancellationToken cancellation)
    {
        var batches = await stream.Source.Rows(
            ReplicationSql.Read,
            static reader => (Number: reader.GetInt64(0), Hash: BatchHash.From(reader.GetFieldValue<byte[]>(1)), Entries: reader.GetFieldValue<byte[][]>(2), Hashes: reader.GetFieldValue<byte[][]>(3)),
            cancellation,
            stream.Id,
            after,
            MostBatches,
            MostBytes);
        var opened = new List<StoredBatch>(batches.Count);
        foreach (var batch in batches)
        {
            for (var i = 0; i < batch.Entries.Length; i++)
            {
                batch.Entries[i] = await Open(batch.Entries[i], batch.Hashes[i], cancellation);
            }

            opened.Add(new StoredBatch(stream.Stream, batch.Number, batch.Hash, batch.Entries));
        }

        return opened;
    }

    /// <summary>The hash of a batch; null when it is not in the log.</summary>
    public static async Task<BatchHash?> HashAt(StoredStream stream, long number, CancellationToken cancellation)
    {
        await using var command = stream.Source.CreateCommand(ReplicationSql.HashAt);
        command.Parameters.AddAll(stream.Id, number);
        return await command.ExecuteScalarAsync(cancellation) is byte[] hash ? BatchHash.From(hash) : null;
    }

    /// <summary>How many batches of a stream the log has.</summary>
    public static async Task<long> Kept(StoredStream stream, CancellationToken cancellation)
    {
        await using var command = stream.Source.CreateCommand(ReplicationSql.Kept);
        command.Parameters.AddAll(stream.Id);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Makes a stream of another region known.</summary>
    public async Task<StoredStream> Enter(StreamId stream, CancellationToken cancellation)
    {
        await using (var command = Source(stream).CreateCommand(ReplicationSql.EnterStream))
        {
            command.Parameters.AddAll(stream.Origin.Region, stream.Origin.Incarnation, stream.Shard, stream.Class);
            await command.ExecuteNonQueryAsync(cancellation);
        }

        return (await Streams(cancellation)).Single(one => one.Stream == stream);
    }

    /// <summary>Stores the next batches of a stream, in one transaction.</summary>
    /// <param name="stream">The stream, as it was when the first of them was judged to be the next.</param>
    /// <param name="batches">The batches, in order.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>False when the stream has moved meanwhile, and nothing was stored.</returns>
    public Task<bool> Store(StoredStream stream, IReadOnlyList<StoredBatch> batches, CancellationToken cancellation) => WriteSealed(
        async key =>
        {
            // One round trip. A batch of statements is a transaction.
            await using var all = stream.Source.CreateBatch();
            var move = new NpgsqlBatchCommand(ReplicationSql.MoveHead);
            move.Parameters.AddAll(stream.Id, batches[0].Number - 1, batches[^1].Number, batches[^1].Hash.ToArray(), key?.Id ?? 0);
            all.BatchCommands.Add(move);
            foreach (var batch in batches)
            {
                var hashes = batch.Entries.Select(static entry => BatchHash.Of(entry).ToArray()).ToArray();
                var insert = new NpgsqlBatchCommand(ReplicationSql.Store);
                insert.Parameters.AddAll(stream.Id, batch.Number, batch.Hash.ToArray(), batch.Entries.Zip(hashes, (entry, hash) => Seal(entry, hash, key)).ToArray(), hashes);
                all.BatchCommands.Add(insert);
            }

            await all.ExecuteNonQueryAsync(cancellation);
            return move.RecordsAffected == 1;
        },
        stream.Source,
        cancellation);

    /// <summary>Notes up to where a stream is applied.</summary>
    public static async Task NoteApplied(StoredStream stream, long applied, byte[]? mark, CancellationToken cancellation)
    {
        await using var command = stream.Source.CreateCommand(ReplicationSql.NoteApplied);
        command.Parameters.AddAll(stream.Id, applied);
        command.Parameters.Add(new NpgsqlParameter<byte[]?> { TypedValue = mark, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Adds a batch of one entry to each of this region's own streams of a residency class.</summary>
    public async Task Append(string residency, byte[] entry, CancellationToken cancellation)
    {
        foreach (var shard in shards.All)
        {
            var hash = BatchHash.Of(entry).ToArray();
            await WriteSealed(
                async key => await shard.Source.Scalar(ReplicationSql.Append, cancellation, own.Id(shard.Number, residency), new[] { Seal(entry, hash, key) }, new[] { hash }, key?.Id ?? 0) is not null,
                shard.Source,
                cancellation);
        }
    }

    /// <summary>An entry of a batch; null when it is not there.</summary>
    public async Task<StateEntry?> Entry(StoredStream stream, long batch, int place, CancellationToken cancellation) =>
        await stream.Source.Rows(ReplicationSql.Entry, static reader => (Entry: reader.GetFieldValue<byte[]>(0), Hash: reader.GetFieldValue<byte[]>(1)), cancellation, stream.Id, batch, place) is [var found]
            ? EntryCodec.Read(await Open(found.Entry, found.Hash, cancellation)) as StateEntry
            : null;

    /// <summary>Deletes what every region has, once it is old.</summary>
    public async Task Trim(StoredStream stream, long stable, TimeSpan keep, CancellationToken cancellation)
    {
        await using var command = stream.Source.CreateCommand(ReplicationSql.Trim);
        command.Parameters.AddAll(stream.Id, stable, keep, stream.Stream.Origin == own.Self);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static byte[] Seal(byte[] entry, byte[] hash, DataKey? key) => key?.Seal(entry, SealedPlace.Entry(hash)) ?? entry;

    // Its place is worked out only where it is needed: this is done for each entry and link.
    private ValueTask<byte[]> Open(byte[] entry, byte[] hash, CancellationToken cancellation) =>
        sealer.IsEnabled || SealedLayout.IsSealed(entry) ? sealer.Open(entry, SealedPlace.Entry(hash), cancellation) : ValueTask.FromResult(entry);

    // False when nothing was written, for another reason than that the database has retired the data key.
    private async Task<bool> WriteSealed(Func<DataKey?, Task<bool>> write, NpgsqlDataSource source, CancellationToken cancellation)
    {
        for (var sealing = 1; ; sealing++)
        {
            var key = sealer.IsEnabled ? await sealer.Keys.Current(cancellation) : null;
            if (await write(key))
            {
                return true;
            }

            if (key is null || sealing == MostSealings || (bool)(await source.Scalar(ReplicationSql.IsUsable, cancellation, key.Id))!)
            {
                return false;
            }

            await sealer.Keys.Retired(key, cancellation);
        }
    }

    // What this region writes is where its state is; what it receives is in its main database.
    private NpgsqlDataSource Source(StreamId stream) => stream.Origin.Region == own.Self.Region ? shards.All[stream.Shard].Source : database.Source;
}
