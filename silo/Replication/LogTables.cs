using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using Npgsql;

namespace ActiveActive.Silo.Replication;

/// <summary>The log in the region's databases.</summary>
internal sealed class LogTables(RegionDatabase database, StorageShards shards, OwnStreams own)
{
    private const int MostBatches = 512;
    private const long MostBytes = 1 << 20;

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
    public static async Task<List<StoredBatch>> Read(StoredStream stream, long after, CancellationToken cancellation)
    {
        await using var command = stream.Source.CreateCommand(ReplicationSql.Read);
        command.Parameters.AddAll(stream.Id, after, MostBatches, MostBytes);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var batches = new List<StoredBatch>();
        while (await reader.ReadAsync(cancellation))
        {
            batches.Add(new StoredBatch(stream.Stream, reader.GetInt64(0), BatchHash.From(reader.GetFieldValue<byte[]>(1)), reader.GetFieldValue<byte[][]>(2)));
        }

        return batches;
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
    public static async Task<bool> Store(StoredStream stream, IReadOnlyList<StoredBatch> batches, CancellationToken cancellation)
    {
        await using var connection = await stream.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var move = new NpgsqlCommand(ReplicationSql.MoveHead, connection, transaction))
        {
            move.Parameters.AddAll(stream.Id, batches[0].Number - 1, batches[^1].Number, batches[^1].Hash.ToArray());
            if (await move.ExecuteNonQueryAsync(cancellation) == 0)
            {
                return false;
            }
        }

        await using var inserts = new NpgsqlBatch(connection, transaction);
        foreach (var batch in batches)
        {
            var insert = new NpgsqlBatchCommand(ReplicationSql.Store);
            insert.Parameters.AddAll(stream.Id, batch.Number, batch.Hash.ToArray(), batch.Entries.ToArray(), batch.Entries.Select(static entry => BatchHash.Of(entry).ToArray()).ToArray());
            inserts.BatchCommands.Add(insert);
        }

        await inserts.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

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
            await using var command = shard.Source.CreateCommand(ReplicationSql.Append);
            command.Parameters.AddAll(own.Id(shard.Number, residency), new[] { entry }, new[] { BatchHash.Of(entry).ToArray() });
            await command.ExecuteScalarAsync(cancellation);
        }
    }

    /// <summary>An entry of a batch; null when it is not there.</summary>
    public static async Task<StateEntry?> Entry(StoredStream stream, long batch, int place, CancellationToken cancellation)
    {
        await using var command = stream.Source.CreateCommand(ReplicationSql.Entry);
        command.Parameters.AddAll(stream.Id, batch, place);
        return await command.ExecuteScalarAsync(cancellation) is byte[] entry ? EntryCodec.Read(entry) as StateEntry : null;
    }

    /// <summary>Deletes what every region has, once it is old.</summary>
    public async Task Trim(StoredStream stream, long stable, TimeSpan keep, CancellationToken cancellation)
    {
        await using var command = stream.Source.CreateCommand(ReplicationSql.Trim);
        command.Parameters.AddAll(stream.Id, stable, keep, stream.Stream.Origin == own.Self);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // What this region writes is where its state is; what it receives is in its main database.
    private NpgsqlDataSource Source(StreamId stream) => stream.Origin.Region == own.Self.Region ? shards.All[stream.Shard].Source : database.Source;
}
