using ActiveActive.Database.Encryption;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Security;

/// <summary>
/// The ring keys of the key file or of the settings. The file is looked at every few seconds, and at once when a key is asked for that it did not have; one that cannot be read any more is reported, and the keys that
/// were read last stay in use.
/// </summary>
internal sealed class LocalKeyRing : IKeyRing
{
    private readonly EncryptionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<LocalKeyRing> _log;
    private readonly Lock _lock = new();
    private RingKeys _keys;
    private long _lookedAt;
    private (DateTime Time, long Length) _seen;

    /// <exception cref="KeyFileException">The file cannot be read.</exception>
    public LocalKeyRing(IOptions<ActiveActiveOptions> options, TimeProvider time, ILogger<LocalKeyRing> log)
    {
        (_options, _time, _log) = (options.Value.Encryption, time, log);
        _seen = Look();
        _lookedAt = time.GetTimestamp();
        _keys = _options.KeyFile is { } file ? Read(file) : new RingKeys(_options.Primary!, _options.Keys.ToDictionary(static key => key.Key, static key => KeyFile.Bytes(key.Value)!));
    }

    public ValueTask<string> Primary(CancellationToken cancellation) => new(Current().Primary);

    public ValueTask<byte[]> Wrap(string name, ReadOnlyMemory<byte> dataKey, CancellationToken cancellation) => new(With(name).Wrap(name, dataKey.Span));

    public ValueTask<byte[]> Unwrap(string name, ReadOnlyMemory<byte> wrapped, CancellationToken cancellation) => new(With(name).Unwrap(name, wrapped.Span));

    private RingKeys With(string name)
    {
        var keys = Current();
        return keys.Has(name) ? keys : Current(lookNow: true);
    }

    private RingKeys Current(bool lookNow = false)
    {
        if (_options.KeyFile is not { } file)
        {
            return _keys;
        }

        lock (_lock)
        {
            if (lookNow || _time.GetElapsedTime(_lookedAt) >= _options.RingPeriod)
            {
                _lookedAt = _time.GetTimestamp();
                if (Look() is var seen && seen != _seen)
                {
                    _seen = seen;
                    ReadAgain(file);
                }
            }

            return _keys;
        }
    }

    private void ReadAgain(string file)
    {
        try
        {
            var fresh = Read(file);
            if (fresh.Contradicted(_keys) is { } name)
            {
                throw new KeyFileException($"The key file '{file}' has another key under the name '{name}' than before, and what the earlier one protects would be lost. Put the file back from your copies; give a new key a new name, as `aactl keys rotate` does.");
            }

            _keys = fresh;
            _log.KeyFileRead(file, _keys.Primary);
        }
        catch (KeyFileException error)
        {
            _log.KeyFileNotRead(error.Message);
        }
    }

    private (DateTime Time, long Length) Look() => _options.KeyFile is { } file ? KeyFile.Stamp(file) : default;

    private static RingKeys Read(string path)
    {
        var file = KeyFile.Read(path);
        return new RingKeys(file.Primary, file.Keys);
    }
}
