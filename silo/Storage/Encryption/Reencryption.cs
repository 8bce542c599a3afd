using ActiveActive.Silo.Security;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Silo.Storage.Encryption;

/// <summary>
/// Seals anew, in the background, what data keys of an older ring key seal (and what is not sealed yet, if such values are allowed), and then removes those data keys, so that the old ring key can go. Every silo runs it; an
/// advisory lock lets one at a time do the work.
/// </summary>
/// <remarks>
/// <para>1. Retire the data keys that no silo has renewed for a while. The database refuses every write with a retired key; a live silo that is met by that seals again with a new one.</para>
/// <para>2. Seal anew what the old data keys seal (<see cref="ReencryptionPass"/>).</para>
/// <para>3. A data key is closed when it is retired and all transactions that wrote before are over. A pass that began after that and left nothing has dealt with all it will ever seal, but for replies of effects and for changes, which
/// are not sealed anew: they go with their partitions, and when the log is trimmed. When they have gone, the key is removed, after one more look at everything.</para>
/// <para>Data keys of the primary ring key stay until the next rotation: a row each per start of a silo.</para>
/// </remarks>
internal sealed class Reencryption(
    RegionDatabase database,
    IKeyRing ring,
    ValueSealer sealer,
    IOptions<ActiveActiveOptions> options,
    TimeProvider time,
    ILogger<Reencryption> log) : BackgroundService
{
    /// <summary>After a pass that met values that it could not open: they are reported again after so many rounds, not in each.</summary>
    private const int RoundsAfterFailure = 30;

    /// <summary>A scan of everything happens once per rotation, and may take as long as it takes.</summary>
    private const int NoTimeout = 0;

    private readonly EncryptionOptions _options = options.Value.Encryption;

    /// <summary>Closed keys that a pass left nothing of.</summary>
    private readonly HashSet<long> _done = [];

    private bool _allEncrypted;
    private int _roundsToSkip;

    /// <summary>Seals anew and removes what can be, unless another silo is at it.</summary>
    public Task RunNow(CancellationToken cancellation) => AdvisoryLock.Try(database.Source, AdvisoryLock.Reencryption, Work, cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.Enabled)
        {
            return;
        }

        using var timer = new PeriodicTimer(_options.ReencryptionPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunNow(stoppingToken);
            }
#pragma warning disable CA1031 // It comes round again; the silo must not stop for it.
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.ReencryptionFailed(error.Message);
            }
        }
    }

    private async Task Work(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await sealer.Keys.FollowRing(cancellation);
        await Retire(connection, cancellation);
        var old = await Old(connection, await ring.Primary(cancellation), cancellation);
        var unencrypted = _options.AllowUnencrypted && !_allEncrypted;
        if (--_roundsToSkip < 0 && (unencrypted || old.Exists(key => !_done.Contains(key.Id))))
        {
            var pass = new ReencryptionPass(connection, sealer, [.. old.Select(static key => key.Id)], unencrypted, log);
            await pass.Run(cancellation);
            if (pass.Sealed > 0)
            {
                log.SealedAnew(pass.States, pass.Effects, pass.Sends);
            }

            _roundsToSkip = pass.Failed > 0 ? RoundsAfterFailure : 0;
            if (pass.Failed == 0)
            {
                // Once a pass finds none: while others still write without encryption there are more.
                _allEncrypted = unencrypted ? pass.Sealed == 0 : _allEncrypted;
                _done.UnionWith(old.Where(static key => key.IsClosed).Select(static key => key.Id));
            }
        }

        _done.IntersectWith(old.Select(static key => key.Id));
        await Remove(connection, cancellation);
    }

    private async Task Retire(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(DataKeySql.Retire, connection);
        command.Parameters.Add(new() { Value = _options.RetireAfter });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<(long Id, bool IsClosed)>> Old(NpgsqlConnection connection, string primary, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(DataKeySql.Old, connection);
        command.Parameters.Add(new() { Value = primary });
        command.Parameters.Add(new() { Value = _options.RemoveAfter });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<(long, bool)>();
        while (await reader.ReadAsync(cancellation))
        {
            keys.Add((reader.GetInt64(0), reader.GetBoolean(1)));
        }

        return keys;
    }

    private async Task Remove(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (_done.Count == 0)
        {
            return;
        }

        var removable = _done.Except(await Ids(connection, DataKeySql.UsedByWhatPasses, [.. _done], cancellation)).ToArray();
        if (removable.Length > 0 && await Ids(connection, DataKeySql.Remove, removable, cancellation) is { Count: > 0 } removed)
        {
            log.DataKeysRemoved(string.Join(", ", removed));
        }
    }

    private static async Task<List<long>> Ids(NpgsqlConnection connection, string sql, long[] keys, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = NoTimeout };
        command.Parameters.Add(new() { Value = keys });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<long>();
        while (await reader.ReadAsync(cancellation))
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }
}
