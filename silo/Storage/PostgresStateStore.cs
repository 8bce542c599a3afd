using System.Data;
using ActiveActive.State.Storage;
using Npgsql;
using NpgsqlTypes;

namespace ActiveActive.Silo.Storage;

/// <summary>Durable state in PostgreSQL: each operation is one statement in autocommit, so no lock ever waits for a silo.</summary>
internal sealed class PostgresStateStore(RegionDatabase database) : IStateStore
{
    private const int MaxConflictRetries = 5;

    /// <summary>Raised by commit_state.</summary>
    private const string PastItsTime = "AA003";

    public Task<StateRow?> Load(StateKey key, CancellationToken cancellation) => StorageErrors.Guard(async () =>
    {
        await using var command = database.Source.CreateCommand(StateSql.Load);
        AddKey(command, key);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellation);
        return await reader.ReadAsync(cancellation)
            ? new StateRow(reader.GetInt64(0), reader.GetInt32(1), await reader.IsDBNullAsync(2, cancellation) ? null : reader.GetFieldValue<byte[]>(2))
            : null;
    });

    public Task<EffectLookup> FindEffects(StateKey key, IReadOnlyList<RequestId> effects, CancellationToken cancellation) => StorageErrors.Guard(async () =>
    {
        await using var command = database.Source.CreateCommand(StateSql.FindEffects);
        AddKey(command, key);
        command.Parameters.Add(new() { Value = effects.Select(effect => effect.Value).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var version = 0L;
        var replies = new Dictionary<RequestId, byte[]>();
        while (await reader.ReadAsync(cancellation))
        {
            version = reader.GetInt64(0);
            if (!await reader.IsDBNullAsync(1, cancellation))
            {
                replies.Add(new RequestId(reader.GetGuid(1)), reader.GetFieldValue<byte[]>(2));
            }
        }

        return new EffectLookup(version, replies);
    });

    public async Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = await StorageErrors.Guard(() => database.Source.OpenConnectionAsync(cancellation).AsTask());
            await using var command = ToCommand(connection, write);
            try
            {
                return (CommitOutcome)(short)(await command.ExecuteScalarAsync(cancellation))!;
            }
            catch (PostgresException error) when (StorageErrors.IsConflict(error) && attempt < MaxConflictRetries)
            {
                // Deadlock or serialization failure: nothing was written, the same write may go again at once.
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return CommitOutcome.Duplicate;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.CheckViolation && error.TableName == "effect")
            {
                return CommitOutcome.Expired;
            }
            catch (PostgresException error) when (error.SqlState == PastItsTime)
            {
                return CommitOutcome.Expired;
            }
            catch (PostgresException error) when (!StorageErrors.LeavesDoubt(error))
            {
                throw StorageErrors.NothingWritten(error);
            }
            catch (Exception error) when (error is NpgsqlException or IOException or ObjectDisposedException)
            {
                throw new CommitInDoubtException(error.Message, error);
            }
        }
    }

    private static NpgsqlCommand ToCommand(NpgsqlConnection connection, StateWrite write)
    {
        var command = new NpgsqlCommand(StateSql.Commit, connection);
        var parameters = command.Parameters;
        AddKey(command, write.Key);
        parameters.Add(new() { Value = write.ExpectedVersion });
        parameters.Add(new() { Value = write.WriteId });
        parameters.Add(new() { Value = write.ChangesState });
        parameters.Add(new() { Value = write.TypeVersion });
        parameters.Add(Bytes(write.Payload));
        parameters.Add(new() { Value = Column(write.Effects, effect => effect.Id.Value) });
        parameters.Add(new() { Value = Column(write.Effects, effect => effect.Root == Guid.Empty ? (Guid?)null : effect.Root) });
        parameters.Add(new() { Value = Column(write.Effects, effect => effect.Reply) });
        parameters.Add(new() { Value = (object?)write.Effects.Min(effect => effect.NotAfter) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        parameters.Add(new() { Value = Column(write.Sends, send => send.Id.Value) });
        parameters.Add(new() { Value = write.Sends.Count == 0 ? "" : write.Sends[0].Source.ToString() });
        parameters.Add(new() { Value = Column(write.Sends, send => send.Target.ToString()) });
        parameters.Add(new() { Value = Column(write.Sends, send => send.Method) });
        parameters.Add(new() { Value = Column(write.Sends, send => send.Call) });
        parameters.Add(new() { Value = Column(write.Sends, send => send.IfRefused), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        parameters.Add(new() { Value = SendTimes.Lease });
        return command;
    }

    private static TColumn[] Column<TRow, TColumn>(IReadOnlyList<TRow> rows, Func<TRow, TColumn> column)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var values = new TColumn[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = column(rows[i]);
        }

        return values;
    }

    private static void AddKey(NpgsqlCommand command, StateKey key)
    {
        if (key.GrainKey.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The grain key '{key.GrainKey.Replace("\0", "\\0", StringComparison.Ordinal)}' contains a NUL character, which PostgreSQL cannot store. Use another key.");
        }

        command.Parameters.Add(new() { Value = key.GrainType });
        command.Parameters.Add(new() { Value = key.GrainKey });
        command.Parameters.Add(new() { Value = key.Name });
    }

    private static NpgsqlParameter Bytes(byte[]? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea };
}
