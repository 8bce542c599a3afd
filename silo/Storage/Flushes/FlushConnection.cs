using ActiveActive.Client.Connection;
using ActiveActive.Silo.Security;
using ActiveActive.State.Storage;
using Npgsql;

namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>One database connection that sends flushes, with the statement prepared. It opens at first use, and again after an error that broke it, or that showed that the server is not the primary.</summary>
/// <param name="database">The database.</param>
/// <param name="isSealed">Whether what it writes is sealed.</param>
internal sealed class FlushConnection(PrimaryDataSource database, bool isSealed) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _command;
    private FlushColumns? _columns;

    /// <summary>Sends a flush, in autocommit.</summary>
    /// <param name="writes">The writes, no two of one state, in the order in which their rows are locked.</param>
    /// <param name="cancellation">Breaks the connection off; what happened is then not known.</param>
    /// <returns>The outcome of each write; null when all were committed.</returns>
    /// <exception cref="StorageUnavailableException">Nothing was sent.</exception>
    /// <exception cref="DataKeyRetiredException">A data key of one of the writes is retired. Nothing was written.</exception>
    /// <exception cref="PostgresException">The server's error; whether it leaves doubt: <see cref="StorageErrors.LeavesDoubt"/>.</exception>
    /// <exception cref="Exception">Any other: the connection broke on the way, and what happened is not known; or a value cannot be sent at all.</exception>
    public async Task<short[]?> Send(IReadOnlyCollection<StateWrite> writes, CancellationToken cancellation)
    {
        if (_connection is not { FullState: System.Data.ConnectionState.Open })
        {
            await StorageErrors.Guard(() => Open(cancellation));
        }

        try
        {
            _columns!.Fill(writes);
            return await _command!.ExecuteScalarAsync(cancellation) switch
            {
                short[] outcomes => outcomes,
                null => throw new DataKeyRetiredException(),
                _ => null,
            };
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
            _columns?.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_command is not null)
        {
            await _command.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        (_connection, _command, _columns) = (null, null, null);
    }

    private async Task<bool> Open(CancellationToken cancellation)
    {
        await DisposeAsync();
        _connection = await database.Open(cancellation);
        _command = new NpgsqlCommand(isSealed ? FlushSql.CommitSealed : FlushSql.Commit, _connection);
        _columns = new FlushColumns(_command, isSealed);
        await _command.PrepareAsync(cancellation);
        return true;
    }
}
