using ActiveActive.Silo.Security;
using ActiveActive.State.Storage;
using Npgsql;
using NpgsqlTypes;

namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>The writes of one flush as the columns that the statement takes. One instance serves one connection, flush after flush, and keeps its memory.</summary>
internal sealed class FlushColumns
{
    // More than this many rows is rare; their memory is not kept.
    private const int KeptRows = 4096;

    private readonly List<Action> _clear = [];
    private readonly List<string> _grainTypes;
    private readonly List<string> _grainKeys;
    private readonly List<string> _names;
    private readonly List<long> _expected;
    private readonly List<Guid> _writeIds;
    private readonly List<bool> _unchanged;
    private readonly List<int> _typeVersions;
    private readonly List<byte[]?> _payloads;
    private readonly List<DateTime?> _notAfter;
    private readonly List<int> _effectWrites;
    private readonly List<Guid> _effectIds;
    private readonly List<Guid?> _effectRoots;
    private readonly List<byte[]> _effectReplies;
    private readonly List<int> _sendWrites;
    private readonly List<Guid> _sendIds;
    private readonly List<string> _sendSources;
    private readonly List<string> _sendTargets;
    private readonly List<string> _sendMethods;
    private readonly List<byte[]> _sendCalls;
    private readonly List<byte[]?> _sendCompensations;
    private readonly List<int>? _entryWrites;
    private readonly List<int> _entryStreams = [];
    private readonly List<byte[]> _entries = [];
    private readonly List<byte[]> _entryHashes = [];
    private readonly List<long>? _dataKeys;

    /// <summary>Adds the parameters to a command, in the statement's order.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withEntries">Whether the statement takes entries of the log.</param>
    /// <param name="withDataKeys">Whether the statement takes the data keys of sealed values.</param>
    public FlushColumns(NpgsqlCommand command, bool withEntries, bool withDataKeys)
    {
        _grainTypes = Add<string>(command, NpgsqlDbType.Text);
        _grainKeys = Add<string>(command, NpgsqlDbType.Text);
        _names = Add<string>(command, NpgsqlDbType.Text);
        _expected = Add<long>(command, NpgsqlDbType.Bigint);
        _writeIds = Add<Guid>(command, NpgsqlDbType.Uuid);
        _unchanged = Add<bool>(command, NpgsqlDbType.Boolean);
        _typeVersions = Add<int>(command, NpgsqlDbType.Integer);
        _payloads = Add<byte[]?>(command, NpgsqlDbType.Bytea);
        _notAfter = Add<DateTime?>(command, NpgsqlDbType.TimestampTz);
        _effectWrites = Add<int>(command, NpgsqlDbType.Integer);
        _effectIds = Add<Guid>(command, NpgsqlDbType.Uuid);
        _effectRoots = Add<Guid?>(command, NpgsqlDbType.Uuid);
        _effectReplies = Add<byte[]>(command, NpgsqlDbType.Bytea);
        _sendWrites = Add<int>(command, NpgsqlDbType.Integer);
        _sendIds = Add<Guid>(command, NpgsqlDbType.Uuid);
        _sendSources = Add<string>(command, NpgsqlDbType.Text);
        _sendTargets = Add<string>(command, NpgsqlDbType.Text);
        _sendMethods = Add<string>(command, NpgsqlDbType.Text);
        _sendCalls = Add<byte[]>(command, NpgsqlDbType.Bytea);
        _sendCompensations = Add<byte[]?>(command, NpgsqlDbType.Bytea);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = SendTimes.Lease });
        if (withEntries)
        {
            _entryWrites = Add<int>(command, NpgsqlDbType.Integer);
            _entryStreams = Add<int>(command, NpgsqlDbType.Integer);
            _entries = Add<byte[]>(command, NpgsqlDbType.Bytea);
            _entryHashes = Add<byte[]>(command, NpgsqlDbType.Bytea);
        }

        _dataKeys = withDataKeys ? Add<long>(command, NpgsqlDbType.Bigint) : null;
    }

    /// <summary>Sets the parameters' values.</summary>
    /// <param name="writes">The writes, in the order in which their rows are locked.</param>
    public void Fill(IEnumerable<StateWrite> writes)
    {
        Clear();
        foreach (var write in writes)
        {
            Add(write);
        }
    }

    /// <summary>Lets go of the writes.</summary>
    public void Clear() => _clear.ForEach(static clear => clear());

    private void Add(StateWrite write)
    {
        _grainTypes.Add(write.Key.GrainType);
        _grainKeys.Add(write.Key.GrainKey);
        _names.Add(write.Key.Name);
        _expected.Add(write.ExpectedVersion);
        _writeIds.Add(write.WriteId);
        _typeVersions.Add(write.TypeVersion);
        _payloads.Add(write.Payload);
        AddDataKey(write.Payload);
        var place = _names.Count;
        if (!write.ChangesState)
        {
            Sparse(_unchanged, place, true);
        }

        DateTimeOffset? notAfter = null;
        foreach (var effect in write.Effects)
        {
            _effectWrites.Add(place);
            _effectIds.Add(effect.Id.Value);
            _effectRoots.Add(effect.Root == Guid.Empty ? null : effect.Root);
            _effectReplies.Add(effect.Reply);
            AddDataKey(effect.Reply);
            notAfter = effect.NotAfter is { } limit && !(notAfter <= limit) ? limit : notAfter;
        }

        if (notAfter is { } time)
        {
            Sparse(_notAfter, place, time.UtcDateTime);
        }

        foreach (var send in write.Sends)
        {
            _sendWrites.Add(place);
            _sendIds.Add(send.Id.Value);
            _sendSources.Add(send.Source.ToString());
            _sendTargets.Add(send.Target.ToString());
            _sendMethods.Add(send.Method);
            _sendCalls.Add(send.Call);
            _sendCompensations.Add(send.IfRefused);
            AddDataKey(send.Call);
            AddDataKey(send.IfRefused);
        }

        if (write.Log is { } log)
        {
            _entryWrites!.Add(place);
            _entryStreams.Add(log.Stream);
            _entries.Add(log.Entry);
            _entryHashes.Add(log.Hash);
            AddDataKey(log.Entry);
        }
    }

    private void AddDataKey(byte[]? value)
    {
        // Of one or two keys, as a rule.
        if (_dataKeys is not null && value is not null && SealedLayout.IsSealed(value) && SealedLayout.DataKey(value) is var key && !_dataKeys.Contains(key))
        {
            _dataKeys.Add(key);
        }
    }

    /// <summary>Columns that few writes need are as short as the last of these; the statement takes the rest for null.</summary>
    private static void Sparse<T>(List<T?> column, int place, T value)
    {
        while (column.Count < place - 1)
        {
            column.Add(default);
        }

        column.Add(value);
    }

    private List<T> Add<T>(NpgsqlCommand command, NpgsqlDbType type)
    {
        var column = new List<T>();
        command.Parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type });
        _clear.Add(() =>
        {
            column.Clear();
            if (column.Capacity > KeptRows)
            {
                column.Capacity = 0;
            }
        });
        return column;
    }
}
