using ActiveActive.Replication;
using ActiveActive.Silo.Storage;
using Npgsql;
using NpgsqlTypes;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>The snapshots that this region wanted and took, as its database notes them.</summary>
internal sealed class BootstrapTable(RegionDatabase database, LogTables tables, OwnStreams own)
{
    /// <summary>Notes that a snapshot is wanted.</summary>
    public Task Want(string reason, CancellationToken cancellation) => database.Source.Execute(BootstrapSql.Want, cancellation, reason, own.Self.Incarnation);

    /// <summary>The one that is wanted and was not taken yet; null for none.</summary>
    public async Task<(int Id, string Reason)?> Pending(CancellationToken cancellation) =>
        (await database.Source.Rows(BootstrapSql.Pending, static reader => ((int, string)?)(reader.GetInt32(0), reader.GetString(1)), cancellation)).FirstOrDefault();

    /// <summary>Notes that all states of a snapshot are joined.</summary>
    /// <param name="id">Which.</param>
    /// <param name="peer">Whose it was.</param>
    /// <param name="reach">Up to where this region has to apply.</param>
    /// <param name="noRetriesBefore">A request that was made before may have been made elsewhere.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task Joined(int id, string peer, IEnumerable<KeyValuePair<StreamId, long>> reach, DateTimeOffset noRetriesBefore, CancellationToken cancellation) =>
        database.Source.Execute(BootstrapSql.Joined, cancellation, id, peer, EntryCodec.Write(own.Shards, reach), noRetriesBefore);

    /// <summary>Up to where the last snapshot wants this region to apply; null for none.</summary>
    public async Task<MarkEntry?> Reach(CancellationToken cancellation) =>
        await database.Source.Scalar(BootstrapSql.Reach, cancellation) is byte[] reach ? (MarkEntry)EntryCodec.Read(reach) : null;

    /// <summary>Puts a stream where a snapshot leads on from.</summary>
    public async Task Jump(StreamId stream, StreamHead to, byte[]? mark, CancellationToken cancellation)
    {
        var place = await tables.Enter(stream, cancellation);
        await using (var command = place.Source.Statement(BootstrapSql.Jump, place.Id, to.Number, to.Hash.ToArray()))
        {
            command.Parameters.Add(new NpgsqlParameter<byte[]?> { TypedValue = mark, NpgsqlDbType = NpgsqlDbType.Bytea });
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await database.Source.Execute(BootstrapSql.DropAside, cancellation, stream.ToString(), to.Number);
    }
}
