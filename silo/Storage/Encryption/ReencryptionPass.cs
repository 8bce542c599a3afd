using ActiveActive.Silo.Security;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActiveActive.Silo.Storage.Encryption;

/// <summary>
/// One way through all that is sealed and does not go by itself: states in the order of their keys, sends, and the replies of sends. What old keys seal, or nothing, is sealed anew by this silo's data key. A page is read,
/// and what is sealed anew of it written in one transaction: row locks are taken in the order in which flushes take them, and held for some milliseconds.
/// </summary>
/// <param name="connection">The connection that holds the lock.</param>
/// <param name="sealer">Opens and seals.</param>
/// <param name="oldKeys">The data keys to get rid of.</param>
/// <param name="unencrypted">Whether values that are not sealed are to be sealed.</param>
/// <param name="log">Told of values that cannot be opened.</param>
internal sealed class ReencryptionPass(NpgsqlConnection connection, ValueSealer sealer, long[] oldKeys, bool unencrypted, ILogger log)
{
    private const int PageRows = 100;

    public long States { get; private set; }

    public long Effects { get; private set; }

    public long Sends { get; private set; }

    /// <summary>Values that were to be sealed anew and are not: they cannot be opened.</summary>
    public long Failed { get; private set; }

    public long Sealed => States + Effects + Sends;

    public async Task Run(CancellationToken cancellation)
    {
        await SealStates(cancellation);
        await SealSends(cancellation);
        await SealReplies(cancellation);
    }

    private async Task SealStates(CancellationToken cancellation)
    {
        var last = new StateKey("", "", "");
        for (var more = true; more;)
        {
            var page = new List<(StateKey Key, StateRow Row)>();
            var read = 0;
            await using (var command = Command(ReencryptionSql.ReadStates, last.GrainType, last.GrainKey, last.Name, PageRows, oldKeys, unencrypted))
            await using (var reader = await command.ExecuteReaderAsync(cancellation))
            {
                for (; await reader.ReadAsync(cancellation); read++)
                {
                    last = new StateKey(reader.GetString(0), reader.GetString(1), reader.GetString(2));
                    if (!await reader.IsDBNullAsync(5, cancellation))
                    {
                        page.Add((last, new StateRow(reader.GetInt64(3), reader.GetInt32(4), reader.GetFieldValue<byte[]>(5))));
                    }
                }
            }

            more = read == PageRows;
            await using var batch = new NpgsqlBatch(connection);
            foreach (var (key, row) in page)
            {
                if (await Anew(row.Payload!, SealedPlace.State(key, row.Version, row.TypeVersion), cancellation) is { } value)
                {
                    Add(batch, ReencryptionSql.WriteState, key.GrainType, key.GrainKey, key.Name, row.Version, value);
                }
            }

            States += await Write(batch, cancellation);
        }
    }

    private async Task SealSends(CancellationToken cancellation)
    {
        var last = Guid.Empty;
        for (var more = true; more;)
        {
            var page = new List<(RequestId Id, byte[] Call, byte[]? Compensation)>();
            var read = 0;
            await using (var command = Command(ReencryptionSql.ReadSends, last, PageRows, oldKeys, unencrypted))
            await using (var reader = await command.ExecuteReaderAsync(cancellation))
            {
                for (; await reader.ReadAsync(cancellation); read++)
                {
                    last = reader.GetGuid(0);
                    if (IsTrue(reader, 3))
                    {
                        page.Add((new RequestId(last), reader.GetFieldValue<byte[]>(1), await reader.IsDBNullAsync(2, cancellation) ? null : reader.GetFieldValue<byte[]>(2)));
                    }
                }
            }

            more = read == PageRows;
            await using var batch = new NpgsqlBatch(connection);
            foreach (var (id, call, compensation) in page)
            {
                if (await Anew(call, SealedPlace.Call(id), cancellation) is not { } value)
                {
                    continue;
                }

                var other = compensation is null ? null : await Anew(compensation, SealedPlace.Compensation(id), cancellation);
                if (compensation is null || other is not null)
                {
                    Add(batch, ReencryptionSql.WriteSend, id.Value, call, value, other);
                }
            }

            Sends += await Write(batch, cancellation);
        }
    }

    private async Task SealReplies(CancellationToken cancellation)
    {
        var last = Guid.Empty;
        for (var more = true; more;)
        {
            var page = new List<(RequestId Id, byte[] Reply)>();
            var read = 0;
            await using (var command = Command(ReencryptionSql.ReadReplies, last, PageRows, oldKeys, unencrypted))
            await using (var reader = await command.ExecuteReaderAsync(cancellation))
            {
                for (; await reader.ReadAsync(cancellation); read++)
                {
                    last = reader.GetGuid(0);
                    if (IsTrue(reader, 2))
                    {
                        page.Add((new RequestId(last), reader.GetFieldValue<byte[]>(1)));
                    }
                }
            }

            more = read == PageRows;
            await using var batch = new NpgsqlBatch(connection);
            foreach (var (id, reply) in page)
            {
                if (await Anew(reply, SealedPlace.Reply(id), cancellation) is { } value)
                {
                    Add(batch, ReencryptionSql.WriteReply, id.Value, reply, value);
                }
            }

            Effects += await Write(batch, cancellation);
        }
    }

    /// <summary>The value sealed by the present key; null when it cannot be opened, and is left as it is.</summary>
    private async Task<byte[]?> Anew(byte[] stored, SealedPlace place, CancellationToken cancellation)
    {
        try
        {
            var value = await sealer.Open(stored, place, cancellation);
            return (await sealer.Keys.Current(cancellation)).Seal(value, place);
        }
        catch (EncryptionException error)
        {
            Failed++;
            log.NotSealedAnew(error.Message);
            return null;
        }
    }

    private static bool IsTrue(NpgsqlDataReader reader, int column) => !reader.IsDBNull(column) && reader.GetBoolean(column);

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        return command;
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter is null ? new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea } : new() { Value = parameter });
        }

        batch.BatchCommands.Add(command);
    }

    private static async Task<long> Write(NpgsqlBatch batch, CancellationToken cancellation) =>
        batch.BatchCommands.Count == 0 ? 0 : await batch.ExecuteNonQueryAsync(cancellation);
}
