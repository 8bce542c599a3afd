using System.Collections.Immutable;
using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication;

/// <inheritdoc/>
/// <remarks>
/// A token names the heads of all streams as they are stored in a region after the answer: what a reader has met was stored before it was merged. A region where a caller stays needs not be asked again, since it never goes back
/// itself; only one that a caller comes to has to have applied as much.
/// </remarks>
internal sealed class SessionGate(OwnStreams own, StreamHeads heads, RegionProgress progress) : ISessionGate
{
    public Task<bool> Reach(SessionToken token, TimeSpan most, CancellationToken cancellation)
    {
        if (token.Region == own.Self.ToString())
        {
            return Task.FromResult(true);
        }

        var positions = new List<KeyValuePair<StreamId, long>>();
        foreach (var (name, number) in token.Positions)
        {
            if (!TryParse(name, out var stream))
            {
                return Task.FromResult(false);
            }

            if (stream.Origin != own.Self)
            {
                positions.Add(KeyValuePair.Create(stream, number));
            }
        }

        return progress.HasApplied(positions, most, cancellation);
    }

    public async Task<SessionToken> Advance(SessionToken token, CancellationToken cancellation)
    {
        var isReached = await Reach(token, TimeSpan.Zero, cancellation);
        var here = (await heads.Read().WaitAsync(cancellation)).ToImmutableSortedDictionary(static one => one.Key.ToString(), static one => one.Value, StringComparer.Ordinal);
        return new SessionToken(isReached ? own.Self.ToString() : "", token.Positions).With(new SessionToken(own.Self.ToString(), here));
    }

    private static bool TryParse(string name, out StreamId stream)
    {
        try
        {
            stream = StreamId.Parse(name);
            return true;
        }
        catch (FormatException)
        {
            stream = default;
            return false;
        }
    }
}
