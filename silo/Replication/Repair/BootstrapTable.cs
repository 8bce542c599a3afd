using ActiveActive.Replication;
using ActiveActive.Silo.Storage;
using Npgsql;
using NpgsqlTypes;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>The snapshots that this region wanted and took, as its database notes them.</summary>
internal sealed class BootstrapTable(RegionDatabase database, LogTables tables, OwnStreams own)
{
    /// <summary>Notes that a snapshot is wanted.</summary>
    public Task Want(string reason, CancellationToken cancellation) => Run(database.Source, BootstrapSql.Want, cancellation, reason, own.Self.Incarnation);

    /// <summary>The one that is wanted and was not taken yet; null for none.</summary>
    public async Task<(int Id, string Reason)?> Pending(CancellationToken cancellation)
    {
        await using var command = database.Source.CreateCommand(BootstrapSql.Pending);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetInt32(0), reader.GetString(1)) : null;
    }

    /// <summary>Notes that all states of a snapshot are joined.</summary>
    /// <param name="id">Which.</param>
    /// <param name="peer">Whose it was.</param>
    /// <param name="reach">Up to where this region has to apply.</param>
    /// <param name="noRetriesBefore">A request that was made before may have been made elsewhere.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task Joined(int id, string peer, IEnumerable<KeyValuePair<StreamId, long>> reach, DateTimeOffset noRetriesBefore, CancellationToken cancellation) =>
        Run(database.Source, BootstrapSql.Joined, cancellation, id, peer, EntryCodec.Write(own.Shards, reach), noRetriesBefore);

    /// <summary>Up to where the last snapshot wants this region to apply; null for none.</summary>
    public async Task<MarkEntry?> Reach(CancellationToken cancellation)
    {
        await using var command = database.Source.CreateCommand(BootstrapSql.Reach);
        return await command.ExecuteScalarAsync(cancellation) is byte[] reach ? (MarkEntry)EntryCodec.Read(reach) : null;
    }

    /// <summary>Puts a stream where a snapshot leads on from.</summary>
    public async Task Jump(StreamId stream, StreamHead to, byte[]? mark, CancellationToken cancellation)
    {
        var place = await tables.Enter(stream, cancellation);
        await using (var command = place.Source.CreateCommand(BootstrapSql.Jump))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = place.Id });
            command.Parameters.Add(new NpgsqlParameter { Value = to.Number });
            command.Parameters.Add(new NpgsqlParameter { Value = to.Hash.ToArray() });
            command.Parameters.Add(new NpgsqlParameter<byte[]?> { TypedValue = mark, NpgsqlDbType = NpgsqlDbType.Bytea });
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await Run(database.Source, BootstrapSql.DropAside, cancellation, stream.ToString(), to.Number);
    }

    private static async Task Run(NpgsqlDataSource source, string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
