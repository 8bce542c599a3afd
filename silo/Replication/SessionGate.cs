using System.Collections.Immutable;
using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication;

/// <inheritdoc/>
/// <remarks>
/// A token names the heads of all streams as they are stored in a region after the answer: what a reader has met was stored before it was merged. A region where a caller stays needs not be asked again, since it never goes back
/// itself; only one that a caller comes to has to have applied as much, and memory there has to show what it has written itself: another region may know a change before its own writer hears that it is committed. A region that rejoins or takes a snapshot may show what is not stored there yet, so no session goes on there.
/// </remarks>
internal sealed class SessionGate(OwnStreams own, RegionContext region, Replicas replicas, StreamHeads heads, RegionProgress progress) : ISessionGate
{
    public async Task<bool> Reach(SessionToken token, TimeSpan most, CancellationToken cancellation)
    {
        if (!region.IsWhole)
        {
            return false;
        }

        if (token.Region == own.Self.ToString())
        {
            return true;
        }

        var positions = new List<KeyValuePair<StreamId, long>>();
        foreach (var (name, number) in token.Positions)
        {
            if (!TryParse(name, out var stream))
            {
                return false;
            }

            if (stream.Origin != own.Self)
            {
                positions.Add(KeyValuePair.Create(stream, number));
            }
        }

        if (token.Positions.Any(one => TryParse(one.Key, out var stream) && stream.Origin == own.Self))
        {
            try
            {
                await replicas.WritesDone(cancellation);
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                return false;
            }
        }

        return await progress.HasApplied(positions, most, cancellation);
    }

    /// <exception cref="StorageUnavailableException">The region does not know all that it should.</exception>
    public async Task<SessionToken> Advance(SessionToken token, CancellationToken cancellation)
    {
        if (!region.IsWhole)
        {
            throw new StorageUnavailableException($"Region {own.Self.Region} is new, was restored, or was away, and is fetching from its peers what it does not have. What was read here cannot be named in a session's token. Try again, or in another region.");
        }

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
