using System.Data;
using ActiveActive.Client.Connection;
using ActiveActive.Silo.Security;
using ActiveActive.State.Storage;
using Npgsql;

namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>One database connection that sends flushes, with the statements prepared. It opens at first use, and again after an error that broke it, or that showed that the server is not the primary.</summary>
/// <param name="database">The database.</param>
/// <param name="isSealed">Whether what it writes is sealed.</param>
internal sealed class FlushConnection(PrimaryDataSource database, bool isSealed) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;
    private Statement? _plain;
    private Statement? _replicated;

    /// <summary>Sends a flush, in autocommit.</summary>
    /// <param name="writes">The writes, no two of one state, in the order in which their rows are locked.</param>
    /// <param name="cancellation">Breaks the connection off; what happened is then not known.</param>
    /// <exception cref="StorageUnavailableException">Nothing was sent.</exception>
    /// <exception cref="DataKeyRetiredException">A data key of one of the writes is retired. Nothing was written.</exception>
    /// <exception cref="PostgresException">The server's error; whether it leaves doubt: <see cref="StorageErrors.LeavesDoubt"/>.</exception>
    /// <exception cref="Exception">Any other: the connection broke on the way, and what happened is not known; or a value cannot be sent at all.</exception>
    public async Task<FlushResult> Send(IReadOnlyCollection<StateWrite> writes, CancellationToken cancellation)
    {
        var isReplicated = writes.Any(static write => write.Log is not null);
        if (_connection is not { FullState: ConnectionState.Open } || (isReplicated ? _replicated : _plain) is null)
        {
            await StorageErrors.Guard(() => Open(isReplicated, cancellation));
        }

        var statement = (isReplicated ? _replicated : _plain)!;
        try
        {
            statement.Columns.Fill(writes);
            return isReplicated ? await Replicated(statement.Command, cancellation) : await Plain(statement.Command, cancellation);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            // Such a connection is whole, and would be refused for ever: the primary is elsewhere now, behind another host or behind the same name.
            await DisposeAsync();
            database.Distrust();
            throw;
        }
        finally
        {
            statement.Columns.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in new[] { _plain, _replicated }.OfType<Statement>())
        {
            await statement.Command.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        (_connection, _plain, _replicated) = (null, null, null);
    }

    private static async Task<FlushResult> Plain(NpgsqlCommand command, CancellationToken cancellation) => await command.ExecuteScalarAsync(cancellation) switch
    {
        short[] outcomes => FlushResult.Of(outcomes),
        null => throw new DataKeyRetiredException(),
        _ => FlushResult.AllCommitted,
    };

    private static async Task<FlushResult> Replicated(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            throw new DataKeyRetiredException();
        }

        var outcomes = await reader.IsDBNullAsync(0, cancellation) ? null : reader.GetFieldValue<short[]>(0);
        return await reader.IsDBNullAsync(1, cancellation)
            ? FlushResult.Of(outcomes)
            : new FlushResult(outcomes, reader.GetFieldValue<int[]>(1).Zip(reader.GetFieldValue<long[]>(2)).ToDictionary(static one => one.First, static one => one.Second));
    }

    private async Task<bool> Open(bool isReplicated, CancellationToken cancellation)
    {
        if (_connection is not { FullState: ConnectionState.Open })
        {
            await DisposeAsync();
            _connection = await database.Open(cancellation);
        }

        var sql = (isReplicated, isSealed) switch
        {
            (false, false) => FlushSql.Commit,
            (false, true) => FlushSql.CommitSealed,
            (true, false) => FlushSql.CommitReplicated,
            (true, true) => FlushSql.CommitReplicatedSealed,
        };
        var command = new NpgsqlCommand(sql, _connection);
        var statement = new Statement(command, new FlushColumns(command, isReplicated, isSealed));
        (_plain, _replicated) = isReplicated ? (_plain, statement) : (statement, _replicated);
        await command.PrepareAsync(cancellation);
        return true;
    }

    private sealed record Statement(NpgsqlCommand Command, FlushColumns Columns);
}
