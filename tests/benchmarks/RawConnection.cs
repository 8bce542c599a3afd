using System.Globalization;
using ActiveActive.Silo.Storage.Flushes;
using ActiveActive.State.Storage;
using Npgsql;

namespace ActiveActive.Benchmarks;

/// <summary>One connection that sends flushes of made-up writes, each of the rows' next versions.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private const string GrainType = "raw";
    private const string Name = "bench";
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private readonly FlushColumns _columns;
    private readonly List<StateWrite> _writes = [];
    private long[] _versions = [];
    private int[] _grains = [];
    private byte[] _payload = [];
    private int _rows;
    private int _at;

    private RawConnection(NpgsqlConnection connection)
    {
        _connection = connection;
        _command = new NpgsqlCommand(FlushSql.Commit, connection);
        _columns = new FlushColumns(_command, withEntries: false, withDataKeys: false);
    }

    /// <summary>How many grains it walks round.</summary>
    public int Grains => _grains.Length;

    public static async Task<RawConnection> Open(NpgsqlDataSource database)
    {
        var raw = new RawConnection(await database.OpenConnectionAsync());
        await raw._command.PrepareAsync();
        return raw;
    }

    /// <summary>Sets what the next flushes have in them.</summary>
    /// <param name="versions">The rows' versions by their grains' numbers; those of its own grains are its to change.</param>
    /// <param name="first">The number of the first grain.</param>
    /// <param name="grains">How many there are.</param>
    /// <param name="rows">Rows of a flush.</param>
    /// <param name="payload">Bytes of a row.</param>
    /// <param name="begin">Where to begin in their order.</param>
    public void Begin(long[] versions, int first, int grains, int rows, int payload, int begin)
    {
        // Grains that write at the same time are no neighbours in the table.
        _grains = [.. Enumerable.Range(first, grains)];
        new Random(first).Shuffle(_grains);
        _versions = versions;
        _rows = Math.Min(rows, grains);
        _at = begin % grains;
        _payload = BenchPayload.Of(payload, first + 1);
    }

    /// <summary>Sends one flush; answers how many rows it had.</summary>
    /// <exception cref="InvalidOperationException">Not all of it was committed.</exception>
    public async Task<int> Flush()
    {
        _writes.Clear();
        for (var row = 0; row < _rows; row++)
        {
            var grain = _grains[(_at + row) % _grains.Length];
            var key = new StateKey(GrainType, string.Create(CultureInfo.InvariantCulture, $"raw-{grain}"), Name);
            _writes.Add(new StateWrite(key, _versions[grain], Guid.CreateVersion7(), ChangesState: true, TypeVersion: 0, _payload, [], []));
        }

        _writes.Sort(static (one, other) => StateKeyOrder.Compare(one.Key, other.Key));
        _columns.Fill(_writes);
        if (await _command.ExecuteScalarAsync() is short[] outcomes)
        {
            throw new InvalidOperationException($"A flush was not committed as a whole: {string.Join(' ', outcomes.CountBy(static outcome => outcome))}. Does somebody else write these rows?");
        }

        for (var row = 0; row < _rows; row++, _at = (_at + 1) % _grains.Length)
        {
            _versions[_grains[_at]]++;
        }

        return _rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
