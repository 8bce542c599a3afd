using System.Text.Json;
using ActiveActive.Merging;

namespace ActiveActive.Replication.Repair;

/// <inheritdoc cref="IRowRepair"/>
/// <param name="typeVersion">The version of the type.</param>
/// <typeparam name="T">The value of the state.</typeparam>
internal sealed class RowRepair<T>(int typeVersion) : IRowRepair
    where T : class
{
    public int TypeVersion => typeVersion;

    public SeenState See(byte[] payload) =>
        TryRead(payload) is { } replica ? new SeenState(replica.State.Context, BatchHash.From(replica.State.Fingerprint())) : new SeenState(null, BatchHash.Of(payload));

    public byte[]? Join(byte[]? payload, byte[] theirs, int theirVersion, long latest)
    {
        var other = Accept(theirs, theirVersion, latest);
        if (payload is null)
        {
            return Write(other);
        }

        var own = JsonSerializer.Deserialize<Replica<T>>(payload)!;
        return own.State.Context.Includes(other.State.Context) ? null : Write(own.Join(other));
    }

    public byte[]? Replace(byte[]? payload, byte[] theirs, int theirVersion, long latest)
    {
        var other = Accept(theirs, theirVersion, latest);
        return payload is null || TryRead(payload) is not { } own ? Write(other)
            : other.State.Context.Includes(own.State.Context) ? Write(other.Noting(own))
            : null;
    }

    private static byte[] Write(Replica<T> replica) => JsonSerializer.SerializeToUtf8Bytes(replica);

    private static Replica<T>? TryRead(byte[] payload)
    {
        try
        {
            return JsonSerializer.Deserialize<Replica<T>>(payload);
        }
#pragma warning disable CA1031 // Whatever a damaged row makes a type throw.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private Replica<T> Accept(byte[] theirs, int theirVersion, long latest)
    {
        if (theirVersion > TypeVersion)
        {
            throw new StateVersionException($"The state has type version {theirVersion}; this region's {typeof(T).Name} is version {TypeVersion}. Deploy the newer code here, then try again.");
        }

        var other = JsonSerializer.Deserialize<Replica<T>>(theirs)!;
        return other.State.Latest.Milliseconds <= latest
            ? other
            : throw new ClockDriftException($"The state is stamped {other.State.Latest.Time:O}, too far ahead of this region's clock. Set the clock of {other.State.Latest.Origin.Region} right, and try again later.");
    }
}
