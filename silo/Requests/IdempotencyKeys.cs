using System.Security.Cryptography;
using System.Text;
using ActiveActive.Silo.Storage;
using ActiveActive.State;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Silo.Requests;

/// <summary>Idempotency keys in PostgreSQL. Only a digest of the key is stored: callers put names of people into keys.</summary>
internal sealed class IdempotencyKeys(RegionDatabase database, IDatabaseClock clock, IOptions<DurableStateOptions> options) : IIdempotencyKeys
{
    private const string Sql = "select request_id, fingerprint from activeactive.bind_key($1, $2, $3, $4)";

    // A key must not be bound anew while the id that it was bound to before could still be accepted.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    public Task<KeyBinding> Bind(string key, byte[] fingerprint, CancellationToken cancellation) => StorageErrors.Guard(async () =>
    {
        var fresh = RequestId.New(clock.UtcNow);
        await using var command = database.Source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = SHA256.HashData(Encoding.UTF8.GetBytes(key)) });
        command.Parameters.Add(new NpgsqlParameter { Value = fingerprint });
        command.Parameters.Add(new NpgsqlParameter { Value = fresh.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = options.Value.EffectRetention + Margin });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var bound = new RequestId(reader.GetGuid(0));
        if (!reader.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(fingerprint))
        {
            throw new KeyReusedException(
                "This Idempotency-Key was used before for a request with another method, path, condition or body. Nothing was done now. Use a new key for a new request.");
        }

        return new KeyBinding(bound, bound == fresh);
    });
}
